using System.Text;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;
using JintEngine = Jint.Engine;

namespace LogodiConsult.Engine.Expressions;

/// <summary>Guards for built-ins that allocate in one step, which Jint's memory limit sees too late ('x'.repeat(2e8)).</summary>
static class ScriptFunctions
{
    /// <summary>Characters that a text of a script may have.</summary>
    public const int MaxText = 1_000_000;

    static readonly Dictionary<string, string[]> Guarded = new(StringComparer.Ordinal)
    {
        ["String"] = ["repeat", "padStart", "padEnd", "replaceAll", "replace", "concat", "match"],
    };

    // Constructors that reserve memory by a number alone.
    static readonly string[] Absent = ["ArrayBuffer", "SharedArrayBuffer", "Uint8Array", "Uint8ClampedArray", "Uint16Array", "Uint32Array", "Int8Array",
        "Int16Array", "Int32Array", "Float16Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array", "Atomics", "DataView", "WebAssembly",
        // A proxy of a proxy of a proxy is read by as many calls.
        "Proxy",
        // One multiplication of big integers may take minutes, and no limit is asked while it does.
        "BigInt"];

    /// <summary>Every name that needs a guard, and random: for scripts that compute the names that they use.</summary>
    public static IReadOnlyList<string> Dangerous { get; } = [.. Guarded.Values.SelectMany(m => m), .. Absent, "random"];

    /// <summary>Prepares what a script that uses this name can reach. Property names count as names too: 'repeat' guards String.prototype.repeat.</summary>
    public static void Guard(JintEngine engine, string name)
    {
        if (Array.IndexOf(Absent, name) >= 0)
        {
            engine.Global.Delete(name);
            return;
        }

        foreach (var (type, methods) in Guarded)
        {
            if (Array.IndexOf(methods, name) >= 0) Wrap(engine, type, name);
        }
    }

    static void Wrap(JintEngine engine, string type, string method)
    {
        var prototype = engine.Global.Get(type).AsObject().Get("prototype").AsObject();
        ScriptStructures.Wrap(engine, prototype, method, (original, self, a) =>
        {
            if (Estimate(self, method, a) > MaxText) throw new ExpressionException($"JavaScript over its limits: {method} would make a text of more than {MaxText} characters.", null);
            return original.Call(self, a);
        });
    }

    static double Estimate(JsValue self, string method, JsValue[] a)
    {
        double Length(JsValue v) => v.IsString() ? v.AsString().Length : 16;
        switch (method)
        {
            case "repeat": return Length(self) * Math.Max(0, TypeConverter.ToNumber(a.At(0)));
            case "padStart" or "padEnd": return TypeConverter.ToNumber(a.At(0));
            case "replaceAll" or "replace": return Length(self) * (1 + (a.At(1).IsString() ? a.At(1).AsString().Length : 0.0));
            // One match a character, each an object of its own.
            case "match": return Length(self) * 8;
            case "concat": return Length(self) + a.Sum(Length);
            default: return 0;
        }
    }

    public static string ShortGuid(Guid guid) => Convert.ToBase64String(guid.ToByteArray()).Replace("/", "").Replace("+", "").Replace("=", "");

    public static byte[] Bytes(object? value) => value switch
    {
        byte[] bytes => bytes,
        string text => Encoding.UTF8.GetBytes(text),
        _ => [.. Values.Items(value).Select(v => (byte)(Values.To<int>(v) & 0xFF))],
    };
}
