using System.Globalization;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Tests.Words;

public sealed class SpeechTests
{
    static readonly DateTimeOffset Now = new(2020, 10, 12, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("es", "hace 3 horas", -185)]
    [InlineData("ko", "3시간 전", -185)]
    [InlineData("en", "3 hours ago", -185)]
    [InlineData("es", "en 2 días", 60 * 60)]
    [InlineData("ko", "2일 후", 60 * 60)]
    [InlineData("en", "in 2 days", 60 * 60)]
    [InlineData("es", "en 13 días", 13 * 24 * 60)]
    [InlineData("en", "in 2 weeks", 15 * 24 * 60)]
    [InlineData("ko", "1년 전", -400 * 24 * 60)]
    [InlineData("es-PE", "ahora mismo", 0)]
    [InlineData("ko-KR", "방금", 0)]
    [InlineData("en-GB", "1 minute ago", -1)]
    public void RelativeTime_Distance_IsSaidInTheReadersLanguage(string culture, string expected, int minutes) =>
        Assert.Equal(expected, RelativeTime.Say(Now.AddMinutes(minutes), Now, new CultureInfo(culture)));

    [Fact]
    public void RelativeTime_SecondsAhead_AreNotPast() =>
        Assert.Equal("1분 이내", RelativeTime.Say(Now.AddSeconds(20), Now, new CultureInfo("ko")));

    [Theory]
    [InlineData("es", "ana", "ana")]
    [InlineData("es", "", "")]
    [InlineData("es", "Ana, Eva y Luis", "Ana", "Eva", "Luis")]
    [InlineData("es", "Ana e Inés", "Ana", "Inés")]
    [InlineData("es", "padres e hijos", "padres", "hijos")]
    [InlineData("es", "agua y hielo", "agua", "hielo")]
    [InlineData("es", "Ana e «Iniciativas»", "Ana", "«Iniciativas»")]
    [InlineData("ko", "가, 나 및 다", "가", "나", "다")]
    [InlineData("ko", "가 및 나", "가", "나")]
    [InlineData("en", "a, b and c", "a", "b", "c")]
    public void Join_List_FollowsTheLanguage(string culture, string expected, params string[] items) =>
        Assert.Equal(expected, Lists.Join(items.Where(item => item.Length > 0), new CultureInfo(culture)));

    [Fact]
    public void Dotted_LeavesOutWhatIsEmpty_AndBeginsNoLineWithADot() =>
        Assert.Equal("PE-2020-1-03\u00A0· Karina", Lists.Dotted("PE-2020-1-03", null, "Karina", ""));

    [Theory]
    [InlineData("ko", "남궁현도", "Namgung Hyeondo", "남궁현도")]
    [InlineData("es", "Namgung Hyeondo", "Namgung Hyeondo", "남궁현도")]
    [InlineData("en", "Namgung Hyeondo", "Namgung Hyeondo", "남궁현도")]
    [InlineData("ko", "Rosa Quispe", "Rosa Quispe", null)]
    [InlineData("ko", "Bat-Erdene", "Bat-Erdene", "Бат-Эрдэнэ")]
    public void WrittenName_IsInHangulForReadersOfKoreanOnly(string language, string expected, string name, string? native)
    {
        Assert.Equal(expected, new WrittenName(name, native).In(language));
        Assert.Equal(expected, new WrittenName(name, native).In(new CultureInfo(language)));
    }

    [Theory]
    [InlineData("es", "uno u otro", "uno", "otro")]
    [InlineData("es", "mujeres u hombres", "mujeres", "hombres")]
    [InlineData("es", "7 u 8", "7", "8")]
    [InlineData("es", "10 u 11", "10", "11")]
    [InlineData("es", "100 o 110", "100", "110")]
    [InlineData("ko", "가 또는 나", "가", "나")]
    [InlineData("en", "a, b or c", "a", "b", "c")]
    public void JoinAlternatives_List_FollowsTheLanguage(string culture, string expected, params string[] items) =>
        Assert.Equal(expected, Lists.JoinAlternatives(items, new CultureInfo(culture)));

    [Theory]
    [InlineData("es", "1 comentario", 1)]
    [InlineData("es", "0 comentarios", 0)]
    [InlineData("en", "1 comment", 1)]
    [InlineData("en", "21 comments", 21)]
    [InlineData("ko", "의견 3건", 3)]
    [InlineData("ko", "의견 1건", 1)]
    public void Quantity_Comments_AgreeWithTheNumber(string culture, string expected, int count) =>
        Assert.Equal(expected, Quantities.Say(count, "comment", new CultureInfo(culture)));

    [Fact]
    public void Quantity_EveryNoun_IsSaidWithItsNumberInEveryLanguage() =>
        Assert.All(
            Quantities.Nouns.SelectMany(noun => Languages.All.Select(language => (noun, language))),
            pair => Assert.Contains("7", Quantities.Say(7, pair.noun, new CultureInfo(pair.language))));

    [Fact]
    public void Quantity_UnknownNoun_Throws() =>
        Assert.Throws<TextException>(() => Quantities.Say(1, "elephant", new CultureInfo("es")));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_000, "1 kB")]
    [InlineData(1_540_000, "1.5 MB")]
    [InlineData(999_960, "1 MB")]
    [InlineData(7_000_000_000, "7 GB")]
    public void FileSize_Bytes_TakesTheUnitPeopleCompare(long bytes, string expected) =>
        Assert.Equal(expected, Quantities.FileSize(bytes, new CultureInfo("es-PE")));

    [Theory]
    [InlineData("Rosa Quispe Mamani", "RQ")]
    [InlineData("María de la Cruz", "MC")]
    [InlineData("김민수", "김")]
    [InlineData("ana", "A")]
    [InlineData("  ", "?")]
    public void Initials_Name_AreTwoLettersOrTheFamilyName(string name, string expected) =>
        Assert.Equal(expected, Names.Initials(name));

    [Fact]
    public void SortKey_SpanishAndKoreanNames_SortAsPeopleExpect()
    {
        string[] names = ["Ñaupari Luz", "Nuñez Ana", "Núñez Bea", "Oré Eva", "álvarez Gil", "Alva Ida", "박지훈", "김민수", "Nunez Caro"];

        Assert.Equal(
            ["Alva Ida", "álvarez Gil", "Nunez Caro", "Nuñez Ana", "Núñez Bea", "Ñaupari Luz", "Oré Eva", "김민수", "박지훈"],
            names.OrderBy(Names.SortKey, StringComparer.Ordinal));
    }

    [Fact]
    public void Polite_Name_HasAnHonorificInKorean()
    {
        Assert.Equal("김민수 님", Names.Polite("김민수 ", new CultureInfo("ko")));
        Assert.Equal("Rosa Quispe", Names.Polite("Rosa Quispe", new CultureInfo("es")));
    }
}
