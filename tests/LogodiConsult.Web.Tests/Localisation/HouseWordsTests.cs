using System.Text.RegularExpressions;
using System.Xml.Linq;
using LogodiConsult.Consulting.Words;
using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.Localisation;

/// <summary>One word for one thing, in all texts of the program and of its mails.</summary>
public sealed class HouseWordsTests
{
    // In a language, what does not stand in a text, and what the house says for it.
    static readonly (string Language, string Stray, string Word)[] Words =
    [
        ("es", @"\b[Aa]val(o|a|e|ar|ado|ó)?\b", "respaldo, respaldar"),
        ("es", @"\b[Rr]ecibos?\b", "constancia"),
        ("es", @"\b[Aa]ñad", "agregar"),
        ("es", @"\b[Ff]lujos?\b", "recorrido"),
        ("es", @"\b[Hh]istoria\b", "historial"),
        ("es", @"[Pp]ublic\w*( ahora)? (la |una |su |esta )?revisi", "entregar la revisión"),
        ("es", @"(envi\w+|entreg\w+) (el|su) plan\b|envió la versión", "presentar; traspasar a otra persona"),
        ("es", @"\w/as?\b", "funcionario(a), consultor(a)"),
        ("es", @"\bratón\b|\bIntro\b", "mouse, Enter"),
        ("ko", "(?<!액션)플랜", "액션플랜"),
        ("ko", "계획(?!대로)", "액션플랜"),
        ("ko", "(?<!이)메일", "이메일"),
        ("ko", @"수정본 \{", "제출본"),
        ("ko", "워크플로", "진행 절차"),
        ("ko", "액션플랜 서식", "액션플랜 양식"),
        ("ko", "검토를? 반려", "검토 반납"),
        ("ko", @"의견 \{number\}", "{number}번 의견"),
        ("ko", "그 사이에|소속 기관|미리 보기", "그사이, 소속기관, 미리보기"),
        ("ko", "[「」\"“”]", "‘ ’"),
        ("ko", @"[이을은와과]\([가를는]\)", "{name:이/가}, or a noun behind the name"),
        ("en", @"(?<![-\w])[Mm]ails?\b", "e-mail"),
        ("en", "[\"']", "“ ” and ’"),
        ("en", @"\b(stands still|has the ball|write along|pass(ed)? over)\b", "is held up, has to act, co-author, skip"),
        ("en", @"\bmend(s|ed|ing)?\b", "correct"),
    ];

    [Fact]
    public void Texts_SayOneWordForOneThing()
    {
        var strays = from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.resx", SearchOption.AllDirectories)
                     let language = Languages.All.SingleOrDefault(l => file.EndsWith($".{l}.resx", StringComparison.Ordinal))
                     from entry in XDocument.Load(file).Root!.Elements("data")
                     let text = entry.Element("value")!.Value
                     from word in Words
                     where word.Language == language && Stands(word.Stray, text)
                     select $"{Path.GetFileName(file)} {entry.Attribute("name")!.Value}: “{text}” (the house says {word.Word})";
        Assert.Empty(strays);
    }

    [Fact]
    public void Words_FindWhatTheyAreFor() =>
        Assert.All(
            (IEnumerable<(string Language, string Text)>)[("es", "Avale el plan"), ("es", "Funcionario/a"), ("ko", "이 플랜"), ("ko", "‘과정’을(를)"), ("en", "an old mail"), ("en", "the round's")],
            faulty => Assert.Contains(Words, word => word.Language == faulty.Language && Stands(word.Stray, faulty.Text)));

    static bool Stands(string stray, string text) => Regex.IsMatch(text, stray, RegexOptions.None, Regex.InfiniteMatchTimeout);
}
