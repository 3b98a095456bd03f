using LogodiConsult.Consulting.Mail;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Tests.Mail;

public sealed class MailComposerTests
{
    static readonly MailComposer Composer = new(Letters.Site);

    public static TheoryData<string, string> EveryKind =>
        [.. MailKinds.All.SelectMany(kind => Languages.All.Select(language => new TheoryDataRow<string, string>(kind.Name, language)))];

    public static TheoryData<string, string> EveryTask =>
        [.. MailKinds.Tasks.SelectMany(task => Languages.All.Select(language => new TheoryDataRow<string, string>(task, language)))];

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void Compose_EveryKindInEveryLanguage_IsWhole(string kind, string language)
    {
        var mail = Composer.Compose(Letters.Of(kind, language));

        Assert.DoesNotContain('{', mail.Subject + mail.Text + mail.Html);
        Assert.DoesNotContain('\n', mail.Subject);
        Assert.InRange(mail.Subject.Length, 10, 120);
        Assert.Contains("김민수", mail.Text);
        Assert.Equal(MailKinds.Get(kind).HasLink, mail.Text.Contains("https://plans.example.org/plans/7\n"));
        Assert.Equal(MailKinds.Get(kind).HasLink, mail.Html.Contains("href=\"https://plans.example.org/plans/7\""));
        Assert.Contains($"<html lang=\"{language}\">", mail.Html);
    }

    [Theory]
    [MemberData(nameof(EveryTask))]
    public void Compose_EveryTaskInEveryLanguage_SaysWhatToDo(string task, string language)
    {
        var mail = Composer.Compose(Letters.Of("task_opened", language, Letters.Facts.With("task", task)));

        Assert.Contains("Ventanilla única del GORE Cusco", mail.Subject);
        Assert.Contains("2020", mail.Text);
    }

    [Fact]
    public void Compose_TaskForASeoulConsultant_TellsSeoulsClockFirst()
    {
        var mail = Composer.Compose(Letters.Of("task_opened", "ko"));

        Assert.Equal("할 일 안내: 액션플랜 검토 · Ventanilla única del GORE Cusco", mail.Subject);
        Assert.Contains("마감: 2020년 10월 13일(화) 08:00 서울\u00A0· 10월 12일(월) 18:00 리마", mail.Text);
        Assert.StartsWith("김민수 님께", mail.Text);
    }

    [Fact]
    public void Compose_Receipt_HasNumberClocksAndDigest()
    {
        var mail = Composer.Compose(Letters.Of("plan_submitted_receipt"));

        Assert.Equal("Constancia PE2-1-07-V1: plan de acción presentado", mail.Subject);
        Assert.Contains("Presentado: lun. 12 oct 2020, 18:00 Lima\u00A0· mar. 13 oct, 08:00 Seúl", mail.Text);
        Assert.Contains($"Huella SHA-256: {new string('a', 64)}", mail.Text);
    }

    [Fact]
    public void Compose_DetailThatIsNotGiven_IsLeftOut()
    {
        var with = Composer.Compose(Letters.Of("plan_accepted"));
        var without = Composer.Compose(Letters.Of("plan_accepted", facts: MailFacts.Of(("plan", "P"), ("link", "/"))));

        Assert.Contains("Programa: Programa 2020–2022", with.Text);
        Assert.DoesNotContain("Programa:", without.Text);
        Assert.DoesNotContain("<table", without.Html);
    }

    [Fact]
    public void Compose_TitleWithMarkupAndLineBreaks_StaysText()
    {
        var mail = Composer.Compose(Letters.Of("plan_accepted", facts: Letters.Facts.With("plan", "<script>alert(1)</script>\r\nBcc: all@example.org")));

        Assert.DoesNotContain("<script>", mail.Html);
        Assert.Contains("&lt;script&gt;", mail.Html);
        Assert.Equal("Su plan de acción fue aceptado: <script>alert(1)</script> Bcc: all@example.org", mail.Subject);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("")]
    public void Compose_LinkThatLeavesTheSite_Throws(string link) =>
        Assert.Throws<ArgumentException>(() => Composer.Compose(Letters.Of("plan_accepted", facts: Letters.Facts.With("link", link))));

    [Fact]
    public void Compose_FactMissing_NamesIt()
    {
        var thrown = Assert.Throws<ArgumentException>(() => Composer.Compose(Letters.Of("task_opened", facts: MailFacts.Of(("task", "draft"), ("link", "/")))));

        Assert.Contains("The mail 42 of the kind 'task_opened' lacks plan, official.", thrown.Message);
    }

    [Fact]
    public void Compose_UnknownKindOrTask_Throws()
    {
        Assert.Throws<UnknownMailKindException>(() => Composer.Compose(Letters.Of("newsletter")));
        Assert.Throws<TextException>(() => Composer.Compose(Letters.Of("task_opened", facts: Letters.Facts.With("task", "dance"))));
    }

    [Fact]
    public void Compose_RecipientWithoutName_IsGreetedAllTheSame() =>
        Assert.StartsWith("Estimado(a) participante:", Composer.Compose(Letters.Of("invitation") with { Name = null }).Text);

    [Fact]
    public void Constructor_KindWithoutTextsOrTwice_StopsTheStart()
    {
        var catalog = TextCatalog.Beside(typeof(MailComposer), "MailTexts");

        var missing = Assert.Throws<InvalidOperationException>(() => new MailComposer(Letters.Site, catalog, [new MailKind("newsletter", [])]));
        var twice = Assert.Throws<InvalidOperationException>(() => new MailComposer(Letters.Site, catalog, [MailKinds.All[0], MailKinds.All[0]]));
        var needs = Assert.Throws<InvalidOperationException>(() => new MailComposer(Letters.Site, catalog, [new MailKind("plan_accepted", [])]));

        Assert.Contains("'newsletter.Subject' is missing in ko", missing.Message);
        Assert.Contains("'invitation' is declared twice", twice.Message);
        Assert.Contains("'plan_accepted.Subject' in es asks for plan", needs.Message);
    }

    [Fact]
    public void Constructor_SiteThatIsNoWebAddress_Throws() =>
        Assert.Throws<ArgumentException>(() => new MailComposer(new Uri("/plans", UriKind.Relative)));
}
