using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Tests.Words;

public sealed class KoreanParticleTests
{
    [Theory]
    [InlineData("김민수", "은/는", "김민수는")]
    [InlineData("박지훈", "은/는", "박지훈은")]
    [InlineData("계획", "이/가", "계획이")]
    [InlineData("과제", "을/를", "과제를")]
    [InlineData("서울", "(으)로", "서울로")]
    [InlineData("리마", "으로/로", "리마로")]
    [InlineData("수정본", "(으)로", "수정본으로")]
    [InlineData("의견", "과/와", "의견과")]
    [InlineData("검토", "와/과", "검토와")]
    public void Attach_Hangul_GoesByTheFinalConsonant(string word, string pair, string expected) =>
        Assert.Equal(expected, KoreanParticle.Attach(word, pair));

    [Theory]
    [InlineData("1", "은/는", "은")] // 일
    [InlineData("2", "은/는", "는")] // 이
    [InlineData("13", "이/가", "이")] // 십삼
    [InlineData("20", "이/가", "이")] // 이십
    [InlineData("1", "으로/로", "로")] // 일로
    [InlineData("3", "으로/로", "으로")]
    [InlineData("제2차 라운드 7", "으로/로", "로")]
    public void Choose_Digits_AreReadAloud(string word, string pair, string expected) =>
        Assert.Equal(expected, KoreanParticle.Choose(word, pair));

    [Theory]
    [InlineData("SERVIR", "은/는", "은")] // letter by letter: 알
    [InlineData("LOGODI", "은/는", "는")]
    [InlineData("KOICA", "이/가", "가")]
    [InlineData("OECD", "을/를", "를")]
    [InlineData("CEPLAN", "을/를", "을")]
    [InlineData("Rosa", "은/는", "는")]
    [InlineData("Miguel", "은/는", "은")]
    [InlineData("Miguel", "으로/로", "로")]
    [InlineData("Iván", "이/가", "이")]
    [InlineData("José", "이/가", "가")]
    [InlineData("Carlos", "을/를", "를")]
    [InlineData("Rosa Quispe (Cusco)", "은/는", "는")]
    [InlineData("«계획»", "은/는", "은")]
    public void Choose_Latin_GoesByUsualTranscription(string word, string pair, string expected) =>
        Assert.Equal(expected, KoreanParticle.Choose(word, pair));

    [Theory]
    [InlineData("")]
    [InlineData("…")]
    [InlineData("中国")]
    public void Choose_UnknownSound_OffersBoth(string word) => Assert.Equal("은(는)", KoreanParticle.Choose(word, "은/는"));

    [Fact]
    public void Choose_UnknownPair_Throws() => Assert.Throws<ArgumentException>(() => KoreanParticle.Choose("가", "께서"));
}
