"""Random expressions of the language, most of them with types that fit."""

import random

import table

ROUGH = ["sqrt", "exp", "expm1", "log", "log10", "log1p", "log2", "sin", "cos", "tan", "arcsin", "arccos", "arctan",
         "sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh"]
ROUGH_OF_TWO = ["arctan2", "hypot"]
EXACT = ["abs", "floor", "ceil", "trunc", "round", "sign"]
EXACT_OF_TWO = ["fmod", "nextafter", "maximum", "minimum"]
TESTS = ["isnan", "isinf", "isfinite"]
COMPARISONS = ["<", "<=", ">", ">=", "==", "!="]
INTEGERS = ["0", "1", "2", "3", "4", "7", "10", "31", "32", "63", "64", "200", "0x10", "0b101", "0o17", "1_000", "16777217",
            "2147483647", "2147483648", "4294967296", "9007199254740993", "9223372036854775807"]
REALS = ["0.5", ".25", "1.", "2.0", "0.1", "0.2", "1e3", "1.5e-3", "2.5", "-1.0", "3e10", "1e300", "1e400", "1_0.5", "16777217.0"]
EXPONENTS = ["0", "1", "2", "3", "5", "2.0", "0.5", "1.5", "-1.0", "-0.5", "-2.0", "51", "2.5", "7.0", "-3.5", "0.3"]


class Grammar:
    def __init__(self, seed):
        self.chance = random.Random("grammar %s" % seed)

    def one_of(self, *makers):
        return self.chance.choice(makers)()

    def selection(self):
        return self.boolean(self.chance.randint(1, 4))

    def number(self):
        return self.chance.choice([self.integer, self.real])(self.chance.randint(0, 4))

    def group(self, text):
        """In parentheses, mostly: without them precedence is tried."""
        return text if self.chance.random() < 0.15 else "(%s)" % text

    def any(self, depth):
        return self.chance.choice([self.boolean, self.integer, self.real])(depth)

    def wanted(self, kind, depth):
        return (self.any if self.chance.random() < 0.03 else kind)(depth)

    def two(self, kind, operators, depth, left=None):
        operator = self.chance.choice(operators)
        return self.group("%s %s %s" % (self.wanted(left or kind, depth - 1), operator, self.wanted(kind, depth - 1)))

    def with_column(self, make):
        """Functions of literals are numpy's, to the last digit only where they are exact."""
        text = make()
        return text if any(word in text.replace("(", " ").replace(")", " ").split() for word in table.DTYPE.names) else \
            "(%s + %s)" % (text, self.chance.choice(table.words("float")))

    def with_sign(self, number, depth):
        """The sign of a NaN depends on the mathematical library: `sign` makes one without."""
        return "sign(%s)" % self.with_column(lambda: number(depth - 1))

    def condition(self, depth):
        """Of columns: what a branch holds that is never taken is not looked at by numexpr."""
        return "(%s | %s)" % (self.chance.choice(table.words("bool")), self.boolean(depth))

    def branches(self, make, depth):
        if self.chance.random() < 0.1:
            return "where(%s, %s, %s)" % (self.chance.choice(["True", "False", "1 < 2", "0"]), make(0), make(0))
        return "where(%s, %s, %s)" % (self.condition(depth - 1), make(depth - 1), make(depth - 1))

    def boolean(self, depth):
        if depth <= 0:
            return self.chance.choice(table.words("bool") * 4 + ["True", "False"])
        number = lambda d: self.chance.choice([self.integer, self.real])(d)
        return self.one_of(
            lambda: "(%s)" % self.two(number, COMPARISONS, depth),
            lambda: "(%s)" % self.two(number, COMPARISONS, depth),
            lambda: self.two(self.boolean, ["&", "|", "^"], depth),
            lambda: self.two(self.boolean, ["*", "+", "==", "!="], depth),
            lambda: "~" + self.boolean_in_parentheses(depth),
            lambda: "%s(%s)" % (self.chance.choice(TESTS), number(depth - 1)),
            lambda: "signbit(%s)" % self.with_sign(number, depth),
            lambda: self.branches(self.boolean, depth))

    def boolean_in_parentheses(self, depth):
        text = self.boolean(depth - 1)
        return text if text in table.DTYPE.names else "(%s)" % text

    def integer(self, depth):
        if depth <= 0:
            return self.chance.choice(table.words("int") * 2 + INTEGERS)
        return self.one_of(
            lambda: self.two(self.integer, ["+", "-", "*"], depth),
            lambda: self.two(self.integer, ["%", "//"], depth),
            lambda: self.two(self.integer, ["&", "|", "^"], depth),
            lambda: "(%s %s %s)" % (self.integer(depth - 1), self.chance.choice(["<<", ">>"]),
                                    self.chance.choice(["1", "3", "31", "40", "70", "n", "u", "-n"])),
            lambda: "(%s ** %s)" % (self.integer(depth - 1), self.chance.choice(EXPONENTS)),
            lambda: "%s(%s)" % (self.chance.choice(["sign", "round"]), self.integer(depth - 1)),
            lambda: self.chance.choice("-~+") + self.group(self.integer(depth - 1)),
            lambda: self.two(self.integer, ["+", "*", "&", "%", "-"], depth, left=self.boolean),
            lambda: self.branches(self.integer, depth))

    def real(self, depth):
        if depth <= 0:
            return self.chance.choice(table.words("float") * 5 + REALS)
        number = lambda d: self.chance.choice([self.integer, self.real])(d)
        return self.one_of(
            lambda: self.two(number, ["+", "-", "*", "/"], depth),
            lambda: self.two(self.real, ["/"], depth, left=number),
            lambda: self.two(number, ["%", "//"], depth, left=self.real),
            lambda: "(%s ** %s)" % (number(depth - 1), self.chance.choice(EXPONENTS)),
            lambda: "(%s ** %s)" % (self.real(depth - 1), self.chance.choice(["f", "d", "(f / 3)", "i"])),
            lambda: "%s(%s)" % (self.chance.choice(EXACT), number(depth - 1)),
            lambda: "%s(%s, %s)" % (self.chance.choice(EXACT_OF_TWO), number(depth - 1), number(depth - 1)),
            lambda: "copysign(%s, %s)" % (number(depth - 1), self.with_sign(number, depth)),
            lambda: "%s(%s)" % (self.chance.choice(ROUGH), self.with_column(lambda: number(depth - 1))),
            lambda: "%s(%s, %s)" % (self.chance.choice(ROUGH_OF_TWO), self.with_column(lambda: number(depth - 1)), number(depth - 1)),
            lambda: "-" + self.group(self.real(depth - 1)),
            lambda: self.branches(number, depth))
