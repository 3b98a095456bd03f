using LogodiConsult.Consulting.Documents;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.People;

/// <param name="Number">Of the line in the file, as a spreadsheet counts it.</param>
/// <param name="Invite">As far as the line says it, with what the list says for everybody.</param>
public sealed record PersonLine(int Number, Invite Invite);

/// <summary>A list of people as an institution sends it: one line each, headed in any of the three languages.</summary>
public static class PeopleTable
{
    public const int MostPeople = 200;

    static readonly TableFile Table = new(
        [
            new FileColumn("name", "full name", "nombre", "nombres", "nombre completo", "nombres y apellidos", "apellidos y nombres", "성명", "이름", "성명(영문)"),
            new FileColumn("email", "e-mail", "mail", "correo", "correo electrónico", "correo electronico", "이메일", "전자우편"),
            new FileColumn("institution", "institución", "institucion", "entidad", "organization", "organisation", "기관", "소속", "소속기관"),
            new FileColumn("post", "position", "job title", "cargo", "puesto", "직위", "직책"),
            new FileColumn("region", "región", "departamento", "지역"),
            new FileColumn("language", "idioma", "lengua", "언어"),
            new FileColumn("zone", "time zone", "timezone", "zona horaria", "huso horario", "시간대"),
            new FileColumn("nativeName", "native name", "name in its own script", "nombre en su escritura", "자국어 이름", "자국어 성명", "한글 이름"),
        ],
        MostPeople);

    static readonly Dictionary<string, string> LanguageNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["es"] = "es",
        ["español"] = "es",
        ["espanol"] = "es",
        ["castellano"] = "es",
        ["spanish"] = "es",
        ["스페인어"] = "es",
        ["ko"] = "ko",
        ["한국어"] = "ko",
        ["coreano"] = "ko",
        ["korean"] = "ko",
        ["en"] = "en",
        ["english"] = "en",
        ["inglés"] = "en",
        ["ingles"] = "en",
        ["영어"] = "en",
    };

    static readonly Dictionary<string, string> ZoneNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["lima"] = Zones.Lima,
        ["perú"] = Zones.Lima,
        ["peru"] = Zones.Lima,
        ["리마"] = Zones.Lima,
        ["페루"] = Zones.Lima,
        ["seoul"] = Zones.Seoul,
        ["seúl"] = Zones.Seoul,
        ["seul"] = Zones.Seoul,
        ["서울"] = Zones.Seoul,
        ["한국"] = Zones.Seoul,
    };

    /// <param name="list">What holds for each line: place, roles, and the language and zone of those that name none; without a zone it is <see cref="PeopleRules.UsualZone"/>.</param>
    public static async Task<Result<IReadOnlyList<PersonLine>>> ReadAsync(Stream file, Invite list, CancellationToken ct = default) => Lines(await Table.ReadAsync(file, ct), list);

    /// <inheritdoc cref="ReadAsync"/>
    public static Result<IReadOnlyList<PersonLine>> ReadText(string text, Invite list) => Lines(Table.ReadText(text), list);

    public static byte[] Csv(IEnumerable<PersonLine> lines) => Table.Csv(lines.Select(l => l.Invite).Select(
        i => new[] { i.Name, i.Email, i.Institution ?? "", i.Post ?? "", i.Region ?? "", i.Language, i.Zone, i.NativeName ?? "" }));

    static Result<IReadOnlyList<PersonLine>> Lines(Result<IReadOnlyList<FileRow>> rows, Invite list)
    {
        if (rows.IsRefused)
            return rows.Refusal!;
        return rows.Value.Count > MostPeople
            ? Refusal.Invalid("people.listFull", "file").With("limit", MostPeople)
            : Result.Of<IReadOnlyList<PersonLine>>([.. rows.Value.Select(r => new PersonLine(r.Number, Of(r, list)))]);
    }

    static Invite Of(FileRow row, Invite list)
    {
        var language = row["language"] is { Length: > 0 } named ? LanguageNames.GetValueOrDefault(named, named) : list.Language;
        return list with
        {
            Name = row["name"],
            Email = row["email"],
            Institution = row["institution"],
            Post = row["post"],
            Region = row["region"],
            NativeName = row["nativeName"],
            Language = language,
            Zone = row["zone"] is { Length: > 0 } zone ? ZoneNames.GetValueOrDefault(zone, zone) : list.Zone.Length > 0 ? list.Zone : PeopleRules.UsualZone(language, list.Roles),
        };
    }
}
