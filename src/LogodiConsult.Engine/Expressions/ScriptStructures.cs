using System.Runtime.CompilerServices;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using JintEngine = Jint.Engine;

namespace LogodiConsult.Engine.Expressions;

/// <summary>
/// Guards for built-ins that go through a whole structure in one step, by themselves: an array that holds itself twice is small and, gone through, endless;
/// forty thousand arrays in one another end the stack, and with it the process. No limit of Jint is asked on the way.
/// </summary>
sealed class ScriptStructures
{
    /// <summary>Values that a script may hand over or have gone through at once: members of objects and arrays, however often they are the same.</summary>
    public const int MaxParts = 100_000;

    const int MaxDepth = 200;
    const int MaxChained = 500;

    int chained;

    /// <summary>Before each script: what it chains is counted anew.</summary>
    public void Begin() => chained = 0;

    /// <summary>For every engine whose script could build such a structure (<see cref="ScriptFacts.CanBuild"/>).</summary>
    public void Guard(JintEngine engine)
    {
        var array = engine.Global.Get("Array").AsObject().Get("prototype").AsObject();
        // Each calls itself for the arrays inside, by these names, also where a script only writes '' + list.
        foreach (var name in (string[])["join", "toString", "toLocaleString"])
        {
            Wrap(engine, array, name, (original, self, a) =>
            {
                engine.Constraints.Check();
                var separator = a.At(0).IsString() ? Math.Max(1, a.At(0).AsString().Length) : 1;
                if (self.IsObject() && TypeConverter.ToNumber(self.AsObject().Get("length")) * separator > ScriptFunctions.MaxText) throw TooLong();
                return Short(original.Call(self, a));
            });
        }

        Wrap(engine, array, "flat", (original, self, a) =>
        {
            new Measure().Arrays(self, a.At(0).IsUndefined() ? 1 : TypeConverter.ToNumber(a.At(0)));
            return original.Call(self, a);
        });
        Wrap(engine, array, "concat", (original, self, a) =>
        {
            if (Length(self) + a.Sum(Length) > MaxParts) throw TooMany();
            return original.Call(self, a);
        });
        // Each wraps what was there before, and is run by as many calls as there are wrappings.
        Chain(engine, engine.Global.Get("Function").AsObject().Get("prototype").AsObject(), "bind");
        if (engine.Global.Get("Iterator") is ObjectInstance iterator)
        {
            foreach (var name in (string[])["from", "concat", "zip", "zipKeyed"]) Chain(engine, iterator, name);
            foreach (var name in (string[])["map", "filter", "take", "drop", "flatMap"]) Chain(engine, iterator.Get("prototype").AsObject(), name);
        }

        Wrap(engine, engine.Global.Get("String").AsObject(), "raw", (original, self, a) =>
        {
            var texts = new Measure();
            foreach (var part in a.Skip(1)) texts.Text(TypeConverter.ToString(part));
            return original.Call(self, a);
        });
        Wrap(engine, engine.Global.Get("JSON").AsObject(), "stringify", (original, self, a) =>
        {
            new Measure().All(a.At(0), 0);
            return original.Call(self, a);
        });
    }

    void Chain(JintEngine engine, ObjectInstance owner, string name)
    {
        if (!owner.HasProperty(name)) return;
        Wrap(engine, owner, name, (original, self, a) =>
        {
            if (++chained > MaxChained) throw new ExpressionException($"JavaScript over its limits: more than {MaxChained} calls of {name} and its like.", null);
            return original.Call(self, a);
        });
    }

    static double Length(JsValue value) => value is JsArray array ? array.Length : 1;

    static JsValue Short(JsValue text) => text.IsString() && text.AsString().Length > ScriptFunctions.MaxText
        ? throw TooLong()
        : text;

    static ExpressionException TooLong() => new($"JavaScript over its limits: a text of more than {ScriptFunctions.MaxText} characters.", null);

    static ExpressionException TooMany() => new($"JavaScript over its limits: a value with more than {MaxParts} parts.", null);

    /// <summary>Puts a function in the place of a built-in; it is given the built-in, the value it is called on, and the arguments.</summary>
    public static void Wrap(JintEngine engine, ObjectInstance owner, string name, Func<JsValue, JsValue, JsValue[], JsValue> guarded)
    {
        var original = owner.Get(name);
        owner.DefineOwnProperty(name, new PropertyDescriptor(new ClrFunction(engine, name, (self, a) => guarded(original, self, a), 1), true, false, true));
    }

    /// <summary>Counts what a walk would meet, the same array as often as it is met. Getters are left to the limits of the functions that they are.</summary>
    public sealed class Measure
    {
        int parts;
        long characters;

        /// <exception cref="ExpressionException">More than a script may hand over.</exception>
        public void Part()
        {
            if (++parts > MaxParts) throw TooMany();
        }

        /// <inheritdoc cref="Part"/>
        public void Array(JsArray array)
        {
            if (array.Length > MaxParts - parts) throw TooMany();
        }

        /// <inheritdoc cref="Part"/>
        public void Text(string text)
        {
            if ((characters += text.Length) > ScriptFunctions.MaxText) throw TooLong();
        }

        public void All(JsValue value, int depth)
        {
            Deeper(depth);
            Part();
            switch (value)
            {
                case JsString text:
                    Text(text.AsString());
                    break;
                case JsArray array:
                    Array(array);
                    foreach (var item in array) All(item, depth + 1);
                    break;
                case JsObject o:
                    foreach (var (_, property) in o.GetOwnProperties())
                    {
                        if (property.Get is null && property.Value is { } member) All(member, depth + 1);
                    }

                    break;
            }
        }

        public void Arrays(JsValue value, double levels, int depth = 0)
        {
            Deeper(depth);
            Part();
            if (value is not JsArray array || levels < 0) return;
            Array(array);
            foreach (var item in array) Arrays(item, levels - 1, depth + 1);
        }

        static void Deeper(int depth)
        {
            if (depth > MaxDepth) throw new ExpressionException($"JavaScript over its limits: a value that nests deeper than {MaxDepth} levels.", null);
        }
    }
}

/// <summary>Jint counts the calls that a script writes, not those that an operator or a built-in makes (toString, a comparison, toJSON): asked before each statement.</summary>
sealed class StackConstraint : Constraint
{
    public override void Check()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new ExpressionException("JavaScript over its limits: the script calls itself too deep.", null);
    }

    public override void Reset()
    {
    }
}
