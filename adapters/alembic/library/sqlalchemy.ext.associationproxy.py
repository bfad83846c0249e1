"""Not looked at."""

from sqlalchemy.ext.declarative import association_proxy
