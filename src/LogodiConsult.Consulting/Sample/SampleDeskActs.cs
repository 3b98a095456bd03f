using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Sample;

/// <summary>Notes, phrases, and consultants who step back.</summary>
sealed partial class SampleActs
{
    readonly NoteService notes = new(database);
    readonly PhraseService phrases = new(database);
    readonly StepBackService stepBacks = new(database, workflows);

    /// <summary>Who has the plan before somebody steps back.</summary>
    IEnumerable<string> AssignedAtFirst(SamplePlan plan) =>
        ConsultantsOf(plan).Select(c => data.Desk.Recusals.FirstOrDefault(r => r.Plan == plan.Key && r.Replacement == c)?.Consultant ?? c);

    public IReadOnlyList<SampleRecusal> RecusalsOf(PlayedPlan plan, int round) => [.. data.Desk.Recusals.Where(r => r.Plan == plan.Content.Key && r.Round == round)];

    public IReadOnlyList<SampleNote> NotesOf(PlayedPlan plan, int round) => [.. data.Desk.Notes.Where(n => n.Plan == plan.Content.Key && n.Round == round)];

    public async Task StepBackAsync(PlayedPlan plan, SampleRecusal recusal) =>
        Must(plan, await stepBacks.StepBackAsync(
            new StepBack(plan.Id, Codes.Parse<RecusalKind>(recusal.Kind), recusal.Reason), await cast.ActorAsync(cast.PersonId(recusal.Consultant)), ct));

    public async Task ReplaceAsync(PlayedPlan plan, SampleRecusal recusal) =>
        Must(plan, await assignments.ChangeAsync(
            new ChangeAssignments(plan.Id, Role.Consultant, [cast.PersonId(recusal.Replacement)], []), await LeadAsync(plan), ct));

    public async Task NoteAsync(PlayedPlan plan, SampleNote note) =>
        Must(plan, await notes.WriteAsync(new WriteNote(plan.Id, note.Text, note.Language), await cast.ActorAsync(cast.PersonId(note.By)), ct));

    public async Task KeepPhrasesAsync()
    {
        foreach (var phrase in data.Desk.Phrases)
            SampleCast.Must(phrase.By, await phrases.SaveAsync(new SavePhrase(null, phrase.Language, phrase.Text, 0), await cast.ActorAsync(cast.PersonId(phrase.By)), ct));
    }
}
