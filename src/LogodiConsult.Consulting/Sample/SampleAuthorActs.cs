using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Templates.Kinds;

namespace LogodiConsult.Consulting.Sample;

/// <summary>Who writes a plan and which files it carries.</summary>
sealed partial class SampleActs
{
    public async Task AddCoAuthorsAsync(PlayedPlan plan) =>
        Must(plan, await authors.ChangeAsync(
            new ChangeAuthors(plan.Id, [.. plan.Content.CoAuthors.Select(c => cast.PersonId(c.Person))], []), await OfficialAsync(plan), ct));

    public async Task HandOverAsync(PlayedPlan plan, SampleHandOver hand)
    {
        Must(plan, await authors.HandOverAsync(new HandOverPlan(plan.Id, cast.PersonId(hand.Person), hand.Why), await OfficialAsync(plan), ct));
        plan.Official = hand.Person;
    }

    /// <summary>What the revision no longer carries is taken out of the text, what it carries anew is added.</summary>
    public async Task ChangeFilesAsync(PlayedPlan plan, int revision)
    {
        var leave = plan.Content.Files.Where(f => f.LeavesAt == revision).Select(f => f.Name).ToHashSet();
        if (leave.Count > 0)
        {
            var (key, list) = await ListAsync(plan);
            await SaveAsync(plan, new Dictionary<string, string> { [key] = new FilesContent([.. list.Files.Where(f => !leave.Contains(f.Name))]).Write() });
        }
        foreach (var file in plan.Content.Files.Where(f => f.Revision == revision))
        {
            await using var content = SampleData.Open(file);
            Must(plan, await files.AddAsync(
                new AddFile(plan.Id, (await ListAsync(plan)).Key, file.Name, content) { Caption = file.Caption }, await OfficialAsync(plan), ct));
        }
    }

    async Task<(string Key, FilesContent List)> ListAsync(PlayedPlan plan)
    {
        var found = (await database.ReadAsync(session => PlanSql.FindAsync(session, plan.Id), ct))!;
        var key = templates.Get(found.TemplateId, found.TemplateVersion).Sections.First(s => s.Kind is FilesKind).Key;
        var sections = await database.ReadAsync(session => PlanSql.SectionsAsync(session, plan.Id), ct);
        return (key, FilesContent.Read(sections.FirstOrDefault(s => s.Key == key)?.Content ?? ""));
    }
}
