namespace LogodiConsult.Consulting.Passages;

static class PlainWalk
{
    public static RichText Read(string text)
    {
        var writer = new RichWriter();
        var lines = text.Trim().Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0)
                writer.LineBreak();
            writer.Text(lines[i]);
        }
        return writer.Finish();
    }
}
