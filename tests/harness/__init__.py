"""What the tests stand on: servers, a slow network, the real tools, and the program itself."""
