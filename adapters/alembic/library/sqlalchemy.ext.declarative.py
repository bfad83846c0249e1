"""Models as far as a migration has them: classes that are declared, and whose enumerations, constants and functions are used."""

import _native
from sqlalchemy import MetaData as _MetaData

_HINT = "models are only declared here: name the table by sa.table() or sa.Table()"


class _Declared:
    """What relationship() and its like give. It may be called and decorated further, and means nothing."""

    def __call__(self, *args, **kwargs):
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self


def _declared(*args, **kwargs):
    return _Declared()


class _Models(type):
    def __init__(cls, name, bases, namespace, **options):
        super().__init__(name, bases, namespace)
        if "metadata" not in namespace and DeclarativeBase in bases:
            cls.metadata = _MetaData()
        if "__table__" not in namespace and hasattr(cls, "__tablename__"):
            cls.metadata._of_models()

    def __getattr__(cls, name):
        if name in ("__table__", "__mapper__", "query", "registry", "__annotations__"):
            _native.refuse(f"`{name}` of the model {cls.__name__} is out of reach: {_HINT}")
        raise AttributeError(f"type object '{cls.__name__}' has no attribute '{name}'")

    def __call__(cls, *args, **kwargs):
        _native.refuse(f"objects of the model {cls.__name__} are out of reach: {_HINT}")


DeclarativeBase = object
DeclarativeBase = _Models("DeclarativeBase", (object,), {"metadata": None})


def declarative_base(bind=None, metadata=None, cls=object, name="Base", **options):
    bases = cls if isinstance(cls, tuple) else (cls,)
    return _Models(name, bases, {"metadata": metadata if metadata is not None else _MetaData()})


def as_declarative(**options):
    def decorate(cls):
        return declarative_base(cls=cls, name=cls.__name__, **options)
    return decorate


declared_attr = relationship = backref = mapped_column = deferred = column_property = synonym = composite = validates = _Declared()
hybrid_property = hybrid_method = association_proxy = ordering_list = reconstructor = _Declared()
