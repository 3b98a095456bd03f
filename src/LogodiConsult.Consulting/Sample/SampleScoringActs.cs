using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Scoring;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Translations;

namespace LogodiConsult.Consulting.Sample;

/// <summary>Scores by the rubric, calibrations, the glossary, and what a machine translated.</summary>
sealed partial class SampleActs
{
    /// <summary>A service that does not exist: the sample's machine translations are its own words.</summary>
    static readonly MachineTranslationSettings SampleMachine = new() { Url = "https://translate.logodi.example" };

    readonly ScoringService scoring = new(database, rubrics);
    readonly CalibrationService calibrations = new(database, rubrics);
    readonly GlossaryService glossary = new(database);
    readonly MachineTranslationService machine = new(database, SampleMachine, templates);
    readonly Dictionary<string, long> exercises = [];

    /// <summary>With their review, where the content has points; the first of their comments is named as evidence.</summary>
    public async Task ScoreAsync(PlayedPlan plan, SampleReview review)
    {
        if (data.Scoring.Rounds.FirstOrDefault(s => s.Plan == plan.Content.Key && s.Round == review.Round && s.Consultant == review.Consultant) is not { } given)
            return;
        long[] evidence = review.Comments.Count > 0 ? [plan.Comments[review.Comments[0]]] : [];
        var lines = given.Scores.Select((s, i) => new SheetLine(s.Key, s.Value, "", i == 0 ? evidence : [])).ToList();
        Must(plan, await scoring.SaveForReviewAsync(plan.Id, new SaveSheet(lines, given.Remark), await cast.ActorAsync(cast.PersonId(review.Consultant)), ct));
    }

    public async Task ShowScoresAsync(PlayedPlan plan, int round)
    {
        if (data.Scoring.Rounds.Any(s => s.Plan == plan.Content.Key && s.Round == round && s.Shown))
            Must(plan, await scoring.ShowRoundAsync(plan.Id, round, await LeadAsync(plan), null, ct));
    }

    /// <summary>Every panel member on their own phone, then the lead with the mean.</summary>
    public async Task RecordAsync(PlayedPlan plan, SamplePresentation slot)
    {
        foreach (var sheet in slot.Scores)
        {
            var lines = sheet.Scores.Select(s => new SheetLine(s.Key, s.Value, sheet.Remarks.TryGetValue(s.Key, out var words) ? words["es"] : "", [])).ToList();
            Must(plan, await scoring.SaveForPanelAsync(plan.Id, new SaveSheet(lines, sheet.Remark["es"], Submit: true), await cast.ActorAsync(cast.PersonId(sheet.By)), ct));
        }
        Must(plan, await presentations.RecordAsync(
            new RecordScores(plan.Id, [], string.Join('\n', slot.Scores.Select(s => Said(s.By, s.Remark["es"])))) { TakePanel = true }, await LeadAsync(plan), ct));
    }

    public async Task KeepGlossaryAsync(SampleProgramme programme)
    {
        var interpreter = await cast.ActorAsync(cast.PersonId(programme.Interpreters[0]));
        foreach (var term in data.Glossary)
            SampleCast.Must(term.Es, await glossary.KeepAsync(new KeepTerm(cast.ProgrammeId(programme), null, term.Es, term.Ko, term.En, term.Note), interpreter, ct));
    }

    public async Task OpenCalibrationAsync(SampleProgramme programme, SampleRound round, SampleCalibration exercise)
    {
        var lead = await cast.ActorAsync(cast.PersonId(programme.Leads[0]));
        exercises[exercise.Title] = SampleCast.Must(exercise.Title, await calibrations.OpenAsync(new OpenCalibration(cast.RoundId(round), opened[exercise.Plan].Id, exercise.Title), lead, ct));
    }

    public async Task ScoreCalibrationAsync(SampleProgramme programme, SampleCalibration exercise)
    {
        foreach (var (consultant, points) in exercise.Scores)
        {
            var sheet = new SaveSheet([.. points.Select(p => new SheetLine(p.Key, p.Value, "", []))], "", Submit: true);
            SampleCast.Must(exercise.Title, await calibrations.SaveAsync(exercises[exercise.Title], sheet, await cast.ActorAsync(cast.PersonId(consultant)), ct));
        }
        if (exercise.Closed)
            SampleCast.Must(exercise.Title, await calibrations.CloseAsync(exercises[exercise.Title], await cast.ActorAsync(cast.PersonId(programme.Leads[0])), null, ct));
    }

    /// <summary>The official agrees, the machine gives back the sample's words, and the official withdraws the consent: nothing is left that would be sent.</summary>
    async Task TranslateByMachineAsync(PlayedPlan plan, SampleTranslation translation, IReadOnlyDictionary<string, string> originals)
    {
        var declared = templates.Newest("action-plan")!;
        var words = translation.Contents.SelectMany(c => SampleSegments.Pair(declared[c.Key], originals[c.Key], c.Value)).DistinctBy(p => p.Of.Digest).ToDictionary(p => p.Of.Digest, p => p.Text);
        Must(plan, await machine.DecideAsync(plan.Id, MachineDecision.Agreed, await OfficialAsync(plan), null, ct));
        Must(plan, await machine.AskAsync(plan.Id, translation.Language, await InterpreterAsync(plan), null, ct));
        await database.WriteAsync<Done>(
            async work =>
            {
                foreach (var job in (await MachineJobs.ClaimAsync(work, "sample", SampleMachine.Service, TimeSpan.FromMinutes(1), 1_000)).Where(j => words.ContainsKey(j.SourceDigest)))
                    await MachineJobs.DoneAsync(work, job, "sample", words[job.SourceDigest]);
                return Done.Value;
            },
            ct);
        Must(plan, await machine.DecideAsync(plan.Id, MachineDecision.Declined, await OfficialAsync(plan), null, ct));
    }
}
