using System.Text.Json.Nodes;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Execution;

/// <summary>What an activity sees of its surroundings during one step. Must not be kept after the step.</summary>
public sealed class ActivityContext
{
    readonly Run run;
    object?[]? inputs;
    bool[]? evaluated;

    internal ActivityContext(Run run, Execution execution)
    {
        this.run = run;
        Execution = execution;
    }

    internal Execution Execution { get; }

    internal Run Run => run;

    /// <summary>Id of the activity in the definition.</summary>
    public string ActivityId => Execution.Node.Id;

    /// <summary>Name of the activity in the definition, or null.</summary>
    public string? ActivityName => Execution.Node.Name;

    /// <summary>Id of the instance.</summary>
    public string InstanceId => run.State.InstanceId;

    /// <summary>Correlation id of the instance, or null; settable.</summary>
    public string? CorrelationId
    {
        get => run.State.CorrelationId;
        set => run.State.CorrelationId = value;
    }

    /// <summary>The moment of the burst, UTC.</summary>
    public DateTimeOffset Now => run.Context.Now;

    /// <summary>Cancels when the host gives up.</summary>
    public CancellationToken CancellationToken => run.Cancellation;

    /// <summary>This execution's own bag; saved with the state. Keep it small.</summary>
    public JsonObject State => Execution.Bag ??= [];

    /// <summary>Input of the instance in this burst: of the start, or of the stimulus.</summary>
    public JsonObject InstanceInput => run.Input;

    /// <summary>Random values that a replay repeats.</summary>
    public Random Random => run.Random;

    /// <summary>
    /// An evaluated input, converted. Not given and no default: default of T. T may be a scalar, an enum, string[],
    /// List&lt;string&gt;, a JsonNode type, or any type that System.Text.Json reads.
    /// </summary>
    /// <param name="inputName">Pascal-cased name as declared.</param>
    /// <exception cref="ArgumentException">The activity declares no such input.</exception>
    public T? Get<T>(string inputName) => Values.To<T>(GetValue(inputName));

    internal object? GetValue(string inputName)
    {
        var input = Execution.Node.Input(inputName) ?? throw new ArgumentException($"'{Execution.Node.Type}' declares no input '{inputName}'.", nameof(inputName));
        if (input.Declaration.IsLazy) return run.Evaluate(Execution, input);
        inputs ??= new object?[Execution.Node.Inputs.Length];
        evaluated ??= new bool[inputs.Length];
        if (!evaluated[input.Index])
        {
            inputs[input.Index] = run.Evaluate(Execution, input);
            evaluated[input.Index] = true;
        }

        return inputs[input.Index];
    }

    /// <summary>True when the definition gives this input (and not only its default serves).</summary>
    public bool Has(string inputName) => Execution.Node.Input(inputName)?.IsGiven ?? false;

    /// <summary>Puts out a value: to the bound variable or workflow output, and to later readers of this activity's outputs.</summary>
    /// <param name="outputName">Pascal-cased name as declared.</param>
    /// <param name="value">Scalar, JSON node, or anything that System.Text.Json writes.</param>
    /// <exception cref="ArgumentException">The activity declares no such output.</exception>
    public void Set(string outputName, object? value)
    {
        if (Execution.Node.Activity.Declaration.Outputs.All(o => o.Name != outputName))
        {
            throw new ArgumentException($"'{Execution.Node.Type}' declares no output '{outputName}'.", nameof(outputName));
        }

        run.SetOutput(Execution, outputName, value);
    }

    /// <summary>Opens a wait. The activity then waits unless it completes in the same step.</summary>
    /// <returns>Id of the bookmark, unique over all instances.</returns>
    public string CreateBookmark(BookmarkRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return run.OpenBookmark(Execution, request, null);
    }

    /// <summary>Closes one of this execution's bookmarks; an unknown id is ignored.</summary>
    public void CloseBookmark(string id) => run.CloseBookmark(Execution, id);

    /// <summary>Open bookmarks of this execution, oldest first. A resumed auto-burn bookmark is not among them any more.</summary>
    public IReadOnlyList<OpenBookmark> Bookmarks => run.BookmarksOf(Execution);

    /// <summary>
    /// Completes the activity at the end of this step, with outcomes (none means Done). Its open bookmarks are closed.
    /// Called twice, the last call counts.
    /// </summary>
    public void Complete(params string[] outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        Execution.Outcomes = outcomes.Length == 0 ? Outcomes.Default : outcomes;
    }

    /// <summary>The surroundings that the host supplied for this act.</summary>
    /// <exception cref="InvalidOperationException">The host supplied none, or another kind.</exception>
    public T Desk<T>()
        where T : class =>
        run.Context.Desk as T ?? throw new InvalidOperationException($"'{Execution.Node.Type}' needs a desk of type {typeof(T).Name}, the host supplies {run.Context.Desk?.GetType().Name ?? "none"}.");

    /// <summary>Adds a line of the activity's own to the journal.</summary>
    /// <param name="kind">Pascal-cased word, not one of the engine's own (Started, Completed, …).</param>
    /// <param name="facts">What the line says, or null.</param>
    public void Log(string kind, JsonObject? facts) => run.Log(Execution.Node.Id, kind, facts);

    /// <summary>Asks the host for something to be done in the same transaction.</summary>
    public void Ask(Request request) => run.Requests.Add(request);

    internal Scope Scope => new(run, Execution);
}

/// <summary>Outcomes of a completion.</summary>
static class Outcomes
{
    /// <summary>A plain completion: follows ports named Done and ports without a name.</summary>
    public static readonly string[] Default = ["Done"];

    /// <summary>A completion that follows nothing: a skipped or cancelled activity.</summary>
    public static readonly string[] Empty = [];

    public static bool Follow(string[] outcomes, string? port)
    {
        if (port is null) return ReferenceEquals(outcomes, Default);
        foreach (var outcome in outcomes)
        {
            if (outcome == port) return true;
        }

        return false;
    }
}
