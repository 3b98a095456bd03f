using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.Plans;
using LogodiConsult.Consulting.Translations;
using LogodiConsult.TestSupport;
using static LogodiConsult.Consulting.Tests.Plans.PlanHouse;

namespace LogodiConsult.Consulting.Tests.Translations;

public sealed class TranslationServiceTests
{
    [Theory, DatabaseData]
    public async Task Save_WhatWasChangedOrConfirmed_IsChecked_AndTheRestStaysAsItIs(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false);
        await house.WriteAndSubmitAsync(plan);
        var (revision, segments) = await SegmentsAsync(house, plan);
        SaveSegments Save(params SegmentText[] texts) => new(plan, TranslationSubject.Section, revision, "background", "ko", texts);
        var (first, second) = (segments[0].Segment.Digest, segments[1].Segment.Digest);

        Assert.Equal(RefusalKind.Forbidden, (await house.Translations.SaveAsync(Save(new SegmentText(first, "가", "", false)), house.Consultant)).Refusal?.Kind);
        Assert.Equal(RefusalKind.Hidden, (await house.Translations.SaveAsync(Save(new SegmentText(first, "가", "", false)), house.OtherOfficial)).Refusal?.Kind);
        Assert.Equal("translation.missing", (await house.Translations.SaveAsync(Save(new SegmentText(first, " ", "", false)), house.Interpreter)).Refusal?.Code);
        Assert.Equal("translation.sourceChanged", (await house.Translations.SaveAsync(Save(new SegmentText(new string('0', 64), "가", "", false)), house.Interpreter)).Refusal?.Code);
        await FailNth.StatementAsync(house.Db, async () =>
            Assert.Equal(1, Ok(await house.Translations.SaveAsync(Save(new(first, "첫 문장.", "", false), new(second, "그대로", "그대로", false)), house.Interpreter))), atLeast: 3);
        Assert.Equal([SegmentState.Checked, SegmentState.None], (await SegmentsAsync(house, plan)).Segments.Take(2).Select(s => s.State));
        Ok(await house.Translations.SaveAsync(Save(new SegmentText(second, "그대로", "그대로", true)), house.Interpreter));
        Assert.Equal("그대로", (await SegmentsAsync(house, plan)).Segments[1].Text);
    }

    [Theory, DatabaseData]
    public async Task Save_OverWhatAnotherPersonSavedMeanwhile_IsRefused_AndNothingOfTheFormIsKept(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false);
        await house.WriteAndSubmitAsync(plan);
        var (revision, segments) = await SegmentsAsync(house, plan);
        var (first, second) = (segments[0].Segment.Digest, segments[1].Segment.Digest);
        Task<Result<int>> SaveAsync(params SegmentText[] texts) =>
            house.Translations.SaveAsync(new SaveSegments(plan, TranslationSubject.Section, revision, "background", "ko", texts), house.Interpreter);
        Ok(await SaveAsync(new SegmentText(first, "먼저 저장한 문장.", "", false)));

        Assert.Equal("translation.changedMeanwhile", (await SaveAsync(new(first, "나중 문장.", "", false), new(second, "둘째.", "", false))).Refusal?.Code);
        Assert.Equal(["먼저 저장한 문장.", null], (await SegmentsAsync(house, plan)).Segments.Take(2).Select(s => s.Text));
        // The same words are no contradiction, and what was seen may be replaced.
        Ok(await SaveAsync(new(first, "먼저 저장한 문장.", "", false), new(second, "둘째.", "", false)));
        Ok(await SaveAsync(new SegmentText(first, "나중 문장.", "먼저 저장한 문장.", false)));
        Assert.Equal(["나중 문장.", "둘째."], (await SegmentsAsync(house, plan)).Segments.Take(2).Select(s => s.Text));
    }

    [Theory, DatabaseData]
    public async Task Passage_OfAComment_IsToldInTheReadersLanguage_WhereItsSentenceIsTranslated(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false);
        await house.WriteAndSubmitAsync(plan);
        var (revision, segments) = await SegmentsAsync(house, plan);
        Ok(await house.Translations.SaveAsync(
            new SaveSegments(plan, TranslationSubject.Section, revision, "background", "ko", [new SegmentText(segments[0].Segment.Digest, "첫 문장.", "", false)]), house.Interpreter));
        Ok(await house.Translations.FinishAsync(plan, house.Interpreter));
        foreach (var source in segments.Take(2).Select(s => s.Segment.Source))
            Ok(await house.Reviews.SaveCommentAsync(Comment(plan, quote: string.Join(' ', source.Split(' ').Take(3))), house.Consultant));
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "", "ko"), house.Consultant));
        var read = Ok(await house.Reader.ReadAsync(plan, new Wanted(), house.Consultant, "ko"));
        Assert.Equal(new Translation("ko", "첫 문장.", IsMachine: false), read.TranslationOfPassage(read.Comments[0].Comment));
        Assert.Equal("첫 문장.", read.TranslationOfPlace(read.Comments[0].Comment, read.Comments[0].Place!)?.Text);
        Assert.Null(read.TranslationOfPassage(read.Comments[1].Comment));
        var original = await house.ViewAsync(plan, house.Official);
        Assert.Null(original.TranslationOfPassage(original.Comments[0].Comment));
    }

    [Theory, DatabaseData]
    public async Task Revision_KeepsWhatStayed_AndOutdatesWhatChanged(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false);
        await house.WriteAndSubmitAsync(plan);
        var (revision, segments) = await SegmentsAsync(house, plan);
        Ok(await house.Translations.SaveAsync(new SaveSegments(plan, TranslationSubject.Section, revision, "background", "ko", [.. segments.Select((s, i) => new SegmentText(s.Segment.Digest, $"번역 {i}.", "", false))]), house.Interpreter));
        Ok(await house.Translations.FinishAsync(plan, house.Interpreter));
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Ajuste la cifra.\nGracias.", "es"), house.Consultant));
        var background = (await house.ViewAsync(plan, house.Official)).Working["background"];
        Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, [new SectionText("background", background.Content.Replace("236", "240", StringComparison.Ordinal), background.Version)]), house.Official));

        var after = (await SegmentsAsync(house, plan)).Segments;
        var outdated = Assert.Single(after, s => s.State == SegmentState.Outdated);
        Assert.Equal(2, outdated.OutdatedSince);
        Assert.Contains("240", outdated.Segment.Source);
        Assert.Contains("236", outdated.EarlierSource);
        Assert.All(after.Where(s => s != outdated), s => Assert.Equal(SegmentState.Checked, s.State));

        // A summary is translated paragraph by paragraph, and shown when all of it is.
        var review = (await house.ViewAsync(plan)).Reviews.Single();
        Ok(await house.Translations.SaveAsync(new SaveSegments(plan, TranslationSubject.Review, review.Id, "", "ko", [new SegmentText(Trail.Digest("Ajuste la cifra."), "수치를 고쳐 주십시오.", "", false)]), house.Interpreter));
        Assert.Null(Ok(await house.Reader.ReadAsync(plan, new Wanted(), house.Consultant, "ko")).TranslationOf(TranslationSubject.Review, review.Id));
        Ok(await house.Translations.SaveAsync(new SaveSegments(plan, TranslationSubject.Review, review.Id, "", "ko", [new SegmentText(Trail.Digest("Gracias."), "감사합니다.", "", false)]), house.Interpreter));
        Assert.Equal("수치를 고쳐 주십시오.\n감사합니다.", Ok(await house.Reader.ReadAsync(plan, new Wanted(), house.Consultant, "ko")).TranslationOf(TranslationSubject.Review, review.Id)?.Text);
    }

    [Theory, DatabaseData]
    public async Task Queue_OfAnInterpreter_CountsWhatIsLeft_AndLeavesDraftsOut(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false);
        await house.WriteAndSubmitAsync(plan);
        await house.Db.ExecuteAsync("update person set language = 'ko' where id = @id", new { id = house.Consultant.PersonId });
        await house.Db.ExecuteAsync("update person set language = 'es' where id = @id", new { id = house.Official.PersonId });
        var queue = new TranslationQueue(house.Db.Database, house.Data.Templates);
        var line = Assert.Single(await queue.OfAsync(house.Interpreter));
        Assert.Equal(("ko", line.Total, 0), (line.Language, line.Missing, line.Machine));
        Assert.NotNull(line.Plan.DueAt);
        var (revision, segments) = await SegmentsAsync(house, plan);
        Ok(await house.Translations.SaveAsync(new SaveSegments(plan, TranslationSubject.Section, revision, "background", "ko", [new SegmentText(segments[0].Segment.Digest, "번역.", "", false)]), house.Interpreter));
        Assert.Equal(line.Missing - 1, Assert.Single(await queue.OfAsync(house.Interpreter)).Missing);
        Ok(await house.Translations.FinishAsync(plan, house.Interpreter));
        Ok(await house.Reviews.SaveCommentAsync(Comment(plan), house.Consultant));
        Assert.Single(await queue.OfAsync(house.Interpreter));
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "", "ko"), house.Consultant));
        var spanish = Assert.Single(await queue.OfAsync(house.Interpreter), l => l.Language == "es");
        Assert.Equal((1, 1), (spanish.Missing, spanish.Total));
        Assert.Empty(await queue.OfAsync(house.Consultant));
    }

    static async Task<(long Revision, IReadOnlyList<TranslatedSegment> Segments)> SegmentsAsync(PlanHouse house, long plan)
    {
        var view = Ok(await house.Reader.ReadAsync(plan, new Wanted(), house.Interpreter, "ko"));
        return (view.Revision!.Id, view.TranslatedSection("background")!.Segments);
    }

    [Theory, DatabaseData]
    public async Task Section_WrittenInAnotherLanguage_IsTranslatedFromIt(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, Text()), house.Official));
        var stored = (await house.ViewAsync(plan, house.Official)).Working["background"];
        var english = new SectionText("background", stored.Content, stored.Version) { Language = "en" };
        Assert.Equal("person.languageUnknown", (await house.Plans.SaveAsync(new SaveDraft(plan, null, [english with { Language = "qu" }]), house.Official)).Refusal?.Code);
        Assert.Empty(Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, [english]), house.Official)).Conflicts);
        var written = (await house.ViewAsync(plan, house.Official)).Working["background"];
        Assert.Equal(("en", stored.Content), (written.Language, written.Content));
        // Who writes on by the editor's patches leaves the language as it is.
        var patched = Ok(await house.Writing.PatchAsync(new PatchSection(plan, "background", written.Version, null, written.Content + " More.", "k1"), house.Official));
        Assert.Equal("en", patched.Stored.Language);

        Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official));
        var view = await house.ViewAsync(plan);
        Assert.Equal(("en", "es"), (view.LanguageOf("background"), view.LanguageOf("problem")));
        var spanish = Ok(await house.Reader.ReadAsync(plan, new Wanted(), house.Lead, "es"));
        Assert.Equal("en", spanish.TranslatedSection("background")!.SourceLanguage);
        Assert.Null(spanish.TranslatedSection("problem"));
        Assert.Null(Ok(await house.Reader.ReadAsync(plan, new Wanted(), house.Lead, "en")).TranslatedSection("background"));
    }
}
