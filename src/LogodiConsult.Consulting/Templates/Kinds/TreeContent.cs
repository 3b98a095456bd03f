using System.Text.Json;
using System.Text.Json.Serialization;

namespace LogodiConsult.Consulting.Templates.Kinds;

/// <summary>One line of an outline; level 0 stands next to the core problem.</summary>
public sealed record TreeNode(string Id, int Level, string Text);

/// <summary>Causes – core problem – effects, each side an outline in reading order.</summary>
public sealed record TreeContent(string Core, IReadOnlyList<TreeNode> Causes, IReadOnlyList<TreeNode> Effects, int Next)
{
    public const int DeepestLevel = 3;

    public static TreeContent Empty { get; } = new("", [], [], 1);

    [JsonIgnore]
    public bool IsBlank => string.IsNullOrWhiteSpace(Core) && Causes.Concat(Effects).All(n => string.IsNullOrWhiteSpace(n.Text));

    /// <exception cref="FormatException">The string is no tree.</exception>
    public static TreeContent Read(string content)
    {
        if (string.IsNullOrWhiteSpace(content))
            return Empty;
        try
        {
            var tree = JsonSerializer.Deserialize<TreeContent>(content, TableContent.Json);
            if (tree?.Core is null || tree.Causes is null || tree.Effects is null)
                throw new FormatException("A tree is {\"core\",\"causes\":[…],\"effects\":[…],\"next\"}.");
            var nodes = tree.Causes.Concat(tree.Effects).ToList();
            if (nodes.Exists(n => n?.Text is null || n.Level is < 0 or > DeepestLevel || !TableContent.IsId(n.Id) || n.Id == "core"))
                throw new FormatException($"A line of the tree is {{\"id\",\"level\":0–{DeepestLevel},\"text\"}}.");
            if (nodes.DistinctBy(n => n.Id).Count() != nodes.Count)
                throw new FormatException("Two lines of the tree have the same id.");
            return tree;
        }
        catch (JsonException problem)
        {
            throw new FormatException($"The tree is not readable: {problem.Message}", problem);
        }
    }

    public string Write() => IsBlank && Next <= 1 ? "" : JsonSerializer.Serialize(this, TableContent.Json);
}
