"""Names for types, and a plain object."""

FunctionType = LambdaType = type(lambda: None)
BuiltinFunctionType = BuiltinMethodType = type(len)
NoneType = type(None)
EllipsisType = type(...)
NotImplementedType = type(NotImplemented)


class _Method:
    def run(self):
        pass


MethodType = type(_Method().run)
GeneratorType = type((lambda: (yield))())
import re as _re
ModuleType = type(_re)
MappingProxyType = dict


class SimpleNamespace:
    def __init__(self, mapping=(), /, **named):
        for name, value in {**dict(mapping), **named}.items():
            setattr(self, name, value)

    def __eq__(self, other):
        return isinstance(other, SimpleNamespace) and self.__dict__ == other.__dict__

    def __repr__(self):
        return "namespace(" + ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items()) + ")"


DynamicClassAttribute = property
