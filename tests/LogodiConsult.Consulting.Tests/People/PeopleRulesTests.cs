using LogodiConsult.Consulting.People;

namespace LogodiConsult.Consulting.Tests.People;

public sealed class PeopleRulesTests
{
    static readonly Actor Administrator = new(1, true, []);
    static readonly Actor Lead = new(2, false, [new RoleHeld(Role.Lead, 10, null)]);
    static readonly Actor RoundLead = new(3, false, [new RoleHeld(Role.Lead, 10, 100)]);
    static readonly Actor Consultant = new(4, false, [new RoleHeld(Role.Consultant, 10, null)]);

    [Fact]
    public void Problems_EverythingWrong_NamesEveryFieldAtOnce()
    {
        var invite = new Invite(1, null, [])
        {
            Name = " ",
            NativeName = "이\n영희",
            Email = "rosa at servir",
            Language = "pt",
            Zone = "Lima",
            Post = new string('x', 201),
        };

        var problems = PeopleRules.Problems(invite)!.Each().ToList();

        Assert.Equal(
            [("person.nameMissing", "Name"), ("person.emailInvalid", "Email"), ("person.languageUnknown", "Language"), ("person.zoneUnknown", "Zone"),
             ("text.tooLong", "Post"), ("text.oneLine", "NativeName"), ("role.missing", "Roles")],
            problems.Select(p => (p.Code, p.Field)));
        Assert.All(problems, p => Assert.Equal(RefusalKind.Invalid, p.Kind));
    }

    [Theory]
    [InlineData("es", Role.Official, "America/Lima")]
    [InlineData("es", Role.Consultant, "Asia/Seoul")]
    [InlineData("en", Role.Interpreter, "Asia/Seoul")]
    [InlineData("ko", Role.Lead, "Asia/Seoul")]
    [InlineData("es", Role.Lead, "America/Lima")]
    [InlineData("en", Role.Panel, "America/Lima")]
    public void UsualZone_FollowsRoleAndLanguage(string language, Role role, string zone) => Assert.Equal(zone, PeopleRules.UsualZone(language, [role]));

    [Theory]
    [InlineData("rosa@servir.gob.pe", true)]
    [InlineData("ROSA@servir.gob.pe", true)]
    [InlineData("Rosa <rosa@servir.gob.pe>", false)]
    [InlineData("rosa@", false)]
    [InlineData("a@b\r\nBcc: all@servir.gob.pe", false)]
    [InlineData("", false)]
    public void Problems_Email_TakesOnlyAPlainAddress(string email, bool taken) =>
        Assert.Equal(taken, PeopleRules.Problems(House.InviteForm(1, null, email, Role.Official)) is null);

    [Fact]
    public void MayChooseMembers_LeadOfOneRound_OnlyInThatRound()
    {
        Assert.Null(PeopleRules.MayChooseMembers(Administrator, 10, null));
        Assert.Null(PeopleRules.MayChooseMembers(Lead, 10, 100));
        Assert.Null(PeopleRules.MayChooseMembers(RoundLead, 10, 100));
        Assert.Equal(RefusalKind.Forbidden, PeopleRules.MayChooseMembers(RoundLead, 10, null)!.Kind);
        Assert.Equal(RefusalKind.Forbidden, PeopleRules.MayChooseMembers(RoundLead, 10, 101)!.Kind);
        Assert.Equal(RefusalKind.Hidden, PeopleRules.MayChooseMembers(Lead, 11, null)!.Kind);
        Assert.Equal(RefusalKind.Hidden, PeopleRules.MayChooseMembers(Consultant, 10, null)!.Kind);
    }

    [Fact]
    public void MayActFor_PersonWithRolesElsewhere_IsRefusedToTheLead()
    {
        var person = new Person { Id = 9 };
        RoleHeld here = new(Role.Official, 10, 100), elsewhere = new(Role.Lead, 11, null);

        Assert.Null(PeopleRules.MayActFor(Lead, person, [here]));
        Assert.Equal("person.notYours", PeopleRules.MayActFor(Lead, person, [here, elsewhere])!.Code);
        Assert.Equal(RefusalKind.Hidden, PeopleRules.MayActFor(Lead, person, [elsewhere])!.Kind);
        Assert.Equal("person.notYours", PeopleRules.MayActFor(Lead, new Person { Id = 9, IsAdministrator = true }, [here])!.Code);
        Assert.Null(PeopleRules.MayActFor(Administrator, person, [here, elsewhere]));
    }

    [Fact]
    public void MayEdit_OwnProfile_Always() => Assert.Null(PeopleRules.MayEdit(Consultant, new Person { Id = Consultant.PersonId }, Consultant.Roles));

    [Fact]
    public void MayEndRole_LastLead_OnlyByTheAdministrator()
    {
        var member = new Member { Role = Role.Lead, ProgrammeId = 10, PersonId = 2 };

        Assert.Equal("role.lastLead", PeopleRules.MayEndRole(Lead, member, busy: 0, otherLeads: 0)!.Code);
        Assert.Null(PeopleRules.MayEndRole(Lead, member, busy: 0, otherLeads: 1));
        Assert.Null(PeopleRules.MayEndRole(Administrator, member, busy: 0, otherLeads: 0));
        Assert.Equal("role.stillBusy", PeopleRules.MayEndRole(Administrator, member, busy: 2, otherLeads: 1)!.Code);
    }
}

public sealed class SortKeyTests
{
    [Theory]
    [InlineData("Ñáñez Quispe, Rosa", "nanez quispe, rosa")]
    [InlineData("  ÁLVARO Pérez ", "alvaro perez")]
    [InlineData("김민수", "김민수")]
    public void Of_Name_LosesCaseAndAccentsButKeepsHangul(string name, string key) => Assert.Equal(key, SortKey.Of(name));

    [Fact]
    public void Of_HangulInJamo_IsTheSameAsInSyllables() =>
        Assert.Equal(SortKey.Of("김민수"), SortKey.Of("김민수".Normalize(System.Text.NormalizationForm.FormD)));
}
