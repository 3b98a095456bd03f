using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Translations;

/// <summary>What a line of a file would do to the glossary.</summary>
public enum LineFate
{
    Added,

    /// <summary>The term is known by its Spanish and Korean; the file knows more, or says it otherwise.</summary>
    Completed,

    /// <summary>It stands there already.</summary>
    Known,

    /// <summary>It cannot be taken; <see cref="JudgedLine.Problem"/> says why.</summary>
    Bad,
}

public sealed record JudgedLine(GlossaryLine Line, LineFate Fate, Refusal? Problem = null);

public sealed record ImportTerms(long ProgrammeId, IReadOnlyList<GlossaryLine> Lines)
{
    public FormPost? Form { get; init; }
}

/// <summary>Takes a table of terms into the glossary: first a look at what each line would do, then one act. Nothing is ever deleted by it.</summary>
public sealed class GlossaryImport(Database database)
{
    public async Task<Result<IReadOnlyList<JudgedLine>>> LookAsync(long programmeId, IReadOnlyList<GlossaryLine> lines, Actor actor, CancellationToken ct = default)
    {
        if (GlossaryService.MayKeep(actor, programmeId) is { } no)
            return no;
        return Result.Of(await database.ReadAsync(async session => Judge(programmeId, lines, await GlossaryService.TermsAsync(session, programmeId)).Lines, ct));
    }

    /// <returns>How many terms were added or completed.</returns>
    public async Task<Result<int>> ApplyAsync(ImportTerms import, Actor actor, CancellationToken ct = default)
    {
        if (GlossaryService.MayKeep(actor, import.ProgrammeId) is { } no)
            return no;
        return await database.WriteAsync(work => Once.RunAsync<int>(work, import.Form, actor, async () =>
        {
            await GlossaryService.QueueAsync(work, import.ProgrammeId);
            var terms = await GlossaryService.TermsAsync(work, import.ProgrammeId);
            var (lines, writes) = Judge(import.ProgrammeId, import.Lines, terms);
            if (lines.FirstOrDefault(l => l.Fate == LineFate.Bad) is { } bad)
                return bad.Problem!;
            if (terms.Count + writes.Count(w => w.TermId is null) > GlossaryService.MostTerms)
                return Refusal.Invalid("glossary.full", "file").With("limit", GlossaryService.MostTerms);
            if (writes.Count == 0)
                return Refusal.OutOfTime("glossary.nothingNew");
            foreach (var write in writes)
            {
                if (await GlossaryService.WriteAsync(work, write, actor) is null)
                    return Refusal.OutOfTime("changedMeanwhile");
            }
            return writes.Count;
        }), ct);
    }

    static (IReadOnlyList<JudgedLine> Lines, IReadOnlyList<KeepTerm> Writes) Judge(long programmeId, IReadOnlyList<GlossaryLine> lines, IReadOnlyList<GlossaryTerm> terms)
    {
        var judged = new List<JudgedLine>();
        var writes = new List<KeepTerm>();
        foreach (var line in lines)
        {
            var keep = new KeepTerm(programmeId, null, line.Es, line.Ko, line.En, line.Note);
            if (GlossaryService.Problems(keep) is { } problem)
            {
                judged.Add(new JudgedLine(line, LineFate.Bad, problem));
                continue;
            }
            if (writes.Exists(w => GlossaryService.Same((w.Es, w.Ko, w.En), keep)))
            {
                judged.Add(new JudgedLine(line, LineFate.Bad, Refusal.Invalid("glossary.twiceInFile", "file")));
                continue;
            }
            var known = terms.FirstOrDefault(t => GlossaryService.Same((t.Es, t.Ko, t.En), keep));
            var write = known is null
                ? keep
                : keep with { TermId = known.Id, Version = known.Version, En = keep.En.Length > 0 ? keep.En : known.En, Note = keep.Note.Length > 0 ? keep.Note : known.Note };
            var isNews = known is null || (known.Es, known.Ko, known.En, known.Note) != (write.Es, write.Ko, write.En, write.Note);
            judged.Add(new JudgedLine(line, !isNews ? LineFate.Known : known is null ? LineFate.Added : LineFate.Completed));
            if (isNews)
                writes.Add(write);
        }
        return (judged, writes);
    }
}
