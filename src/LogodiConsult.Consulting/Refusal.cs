namespace LogodiConsult.Consulting;

/// <summary>How a "no" is answered over HTTP: the page or the API maps the kind to a status in one place.</summary>
public enum RefusalKind
{
    /// <summary>What the actor may not see does not exist for them (404).</summary>
    Hidden,

    /// <summary>The actor sees the thing but may not do this with it (403).</summary>
    Forbidden,

    /// <summary>The act comes at the wrong time: done already, changed meanwhile, not the turn, too late (409).</summary>
    OutOfTime,

    /// <summary>What was typed cannot be taken as it is (422); <see cref="Refusal.Field"/> says where.</summary>
    Invalid,
}

/// <summary>An expected "no": a stable code, the facts its sentence needs, and the field it speaks of. Nothing was changed.</summary>
/// <param name="Code">Key of the sentence in the resource family <c>Refusals</c>, e.g. <c>plan.changedMeanwhile</c>.</param>
public sealed record Refusal(string Code, RefusalKind Kind, string? Field = null)
{
    /// <summary>Named facts for the sentence: numbers, instants, codes; never markup.</summary>
    public IReadOnlyDictionary<string, object?> Facts { get; init; } = new Dictionary<string, object?>();

    /// <summary>More refusals of the same attempt, so that a form shows all that is wrong at once.</summary>
    public IReadOnlyList<Refusal> Others { get; init; } = [];

    public static Refusal Hidden() => new("hidden", RefusalKind.Hidden);

    public static Refusal Forbidden(string code) => new(code, RefusalKind.Forbidden);

    public static Refusal OutOfTime(string code) => new(code, RefusalKind.OutOfTime);

    public static Refusal Invalid(string code, string? field = null) => new(code, RefusalKind.Invalid, field);

    public Refusal With(string fact, object? value) =>
        this with { Facts = new Dictionary<string, object?>(Facts) { [fact] = value } };

    /// <summary>This refusal and its <see cref="Others"/>, each for itself.</summary>
    public IEnumerable<Refusal> Each() => [this with { Others = [] }, .. Others];

    /// <summary>Null where nothing is refused; otherwise the first with the others beside it.</summary>
    public static Refusal? All(IEnumerable<Refusal?> refusals)
    {
        var list = refusals.OfType<Refusal>().ToList();
        return list.Count == 0 ? null : list[0] with { Others = list[1..] };
    }
}

/// <summary>What a use case gives back: its value, or why not.</summary>
public readonly record struct Result<T> : IRefusable
{
    readonly T? value;

    Result(T? value, Refusal? refusal)
    {
        this.value = value;
        Refusal = refusal;
    }

    public Refusal? Refusal { get; }

    public bool IsRefused => Refusal is not null;

    /// <exception cref="InvalidOperationException">The act was refused; ask <see cref="Refusal"/> first.</exception>
    public T Value => Refusal is null ? value! : throw new InvalidOperationException($"Refused: {Refusal.Code}.");

    internal static Result<T> Of(T value) => new(value, null);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);
}

public static class Result
{
    /// <summary>For values known by an interface, which convert to a result by no operator.</summary>
    public static Result<T> Of<T>(T value) => Result<T>.Of(value);
}

/// <summary>Lets the unit of work see that nothing must stay of a refused act.</summary>
public interface IRefusable
{
    Refusal? Refusal { get; }
}

/// <summary>The value of an act that only has to succeed.</summary>
public readonly record struct Done
{
    public static Done Value => default;
}
