namespace LogodiConsult.Consulting.Templates;

/// <summary>What the cells of a column hold. Cells are strings exactly as typed; money is the figure, a blank and the currency.</summary>
public abstract class ColumnKind
{
    public abstract string Name { get; }

    /// <summary>Whether passages of a cell can be anchored.</summary>
    public virtual bool Selectable => false;

    /// <summary>Code of what is wrong with a cell that is not blank, or null.</summary>
    public virtual string? Wrong(ColumnDeclaration column, string value) => null;

    /// <summary>Plain text for the reader.</summary>
    public virtual string Display(ColumnDeclaration column, string value, Reading reading) => value;

    public virtual string FromForm(IReadOnlyDictionary<string, string> fields, string name) => fields.GetValueOrDefault(name, "");

    public virtual IEnumerable<string> DeclarationFaults(ColumnDeclaration column) => [];
}

public static class ColumnKinds
{
    public static IReadOnlyList<ColumnKind> All { get; } =
        [new Kinds.TextColumn(), new Kinds.NumberColumn(), new Kinds.DateColumn(), new Kinds.ChoiceColumn(), new Kinds.LinkColumn(), new Kinds.MoneyColumn()];

    static readonly Dictionary<string, ColumnKind> ByName = All.ToDictionary(k => k.Name);

    public static ColumnKind? Find(string name) => ByName.GetValueOrDefault(name);
}
