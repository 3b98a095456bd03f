using LogodiConsult.Engine.Definitions;

namespace LogodiConsult.Engine.Execution;

/// <summary>The open waits of an instance by the execution and by the activity that waits: for bursts with so many that going through all of them at
/// each step would take longer than the steps.</summary>
sealed class Waits
{
    /// <summary>As long as there are no more, going through them is quicker than an index.</summary>
    public const int Few = 16;

    readonly Dictionary<int, (CompiledNode Node, List<StoredBookmark> Bookmarks)> places = [];
    readonly Dictionary<CompiledNode, int> counts = new(ReferenceEqualityComparer.Instance);

    public Waits(InstanceState state)
    {
        var open = Interpreter.All(state.Root);
        foreach (var bookmark in state.BookmarkList)
        {
            if (open.TryGetValue(bookmark.ExecutionId, out var execution)) Add(bookmark, execution.Node);
        }
    }

    public void Add(StoredBookmark bookmark, CompiledNode node)
    {
        if (places.TryGetValue(bookmark.ExecutionId, out var place)) place.Bookmarks.Add(bookmark);
        else places[bookmark.ExecutionId] = (node, [bookmark]);
        counts[node] = counts.GetValueOrDefault(node) + 1;
    }

    public void Remove(StoredBookmark bookmark)
    {
        if (!places.TryGetValue(bookmark.ExecutionId, out var place) || !place.Bookmarks.Remove(bookmark)) return;
        counts[place.Node]--;
        if (place.Bookmarks.Count == 0) places.Remove(bookmark.ExecutionId);
    }

    /// <summary>Whether any execution of an activity waits.</summary>
    public bool Has(CompiledNode node) => counts.GetValueOrDefault(node) > 0;

    /// <summary>The waits of one execution, in the order in which they were opened.</summary>
    public IReadOnlyList<StoredBookmark> Of(int executionId) => places.TryGetValue(executionId, out var place) ? place.Bookmarks : [];
}
