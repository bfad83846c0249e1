"""Not looked at."""

from sqlalchemy.ext.declarative import ordering_list
