"""Not looked at."""

from sqlalchemy.ext.declarative import hybrid_method, hybrid_property
