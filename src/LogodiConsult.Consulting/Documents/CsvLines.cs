using System.Text;

namespace LogodiConsult.Consulting.Documents;

/// <summary>CSV as RFC 4180 has it, in UTF-8 with the mark by which spreadsheets know Korean and accents.</summary>
public static class CsvLines
{
    public static byte[] Write(IEnumerable<IEnumerable<string>> lines)
    {
        var text = new StringBuilder();
        foreach (var cells in lines)
            text.AppendJoin(',', cells.Select(c => $"\"{Harmless(c).Replace("\"", "\"\"")}\"")).Append("\r\n");
        return [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>The cell as it was before it was made harmless.</summary>
    public static string Read(string cell) => cell.Length > 1 && cell[0] == '\'' && IsFormula(cell[1]) ? cell[1..] : cell;

    // A cell that begins like a formula is run by spreadsheets (OWASP, CSV Injection); an apostrophe makes it text.
    static string Harmless(string cell) => cell.Length > 0 && IsFormula(cell[0]) ? "'" + cell : cell;

    static bool IsFormula(char first) => "=+-@\t\r\n＝＋－＠".Contains(first);
}
