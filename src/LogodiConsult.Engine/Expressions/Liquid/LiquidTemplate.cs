namespace LogodiConsult.Engine.Expressions.Liquid;

/// <summary>A parsed template. Immutable and thread-safe.</summary>
sealed class LiquidTemplate
{
    const int MostNesting = 50;

    readonly List<Statement> statements;

    LiquidTemplate(List<Statement> statements) => this.statements = statements;

    /// <exception cref="LiquidException">It is no template.</exception>
    public static LiquidTemplate Parse(string text)
    {
        var parser = new Parser(Pieces.Cut(text));
        var whole = parser.Block(0);
        return parser.Ended is { } stray ? throw new LiquidException($"'{stray}' stands where nothing is open.") : new LiquidTemplate(whole);
    }

    public string Render(LiquidContext context)
    {
        // A break or continue outside of a loop does nothing.
        foreach (var statement in statements) statement.Render(context);
        return context.ToString();
    }

    sealed class Parser(List<Piece> pieces)
    {
        int at;

        /// <summary>The tag at which the last block stopped because it does not belong into it; its words follow.</summary>
        public string? Ended { get; private set; }

        Words Following { get; set; } = new("");

        /// <summary>Statements up to a tag that ends or divides what stands around them.</summary>
        public List<Statement> Block(int depth)
        {
            if (depth > MostNesting) throw new LiquidException($"The template nests more than {MostNesting} tags.");
            var block = new List<Statement>();
            Ended = null;
            while (at < pieces.Count)
            {
                var (kind, text) = pieces[at++];
                if (kind == PieceKind.Text) block.Add(new Plain(text));
                else if (kind == PieceKind.Output) block.Add(new Output(Whole(new Words(text))));
                else if (Tag(text, depth) is { } statement) block.Add(statement);
                else return block;
            }

            return block;
        }

        Statement? Tag(string text, int depth)
        {
            var name = Pieces.FirstWord(text);
            var words = new Words(text[name.Length..]);
            switch (name)
            {
                case "assign": return Assign(words);
                case "capture": return Capture(words, depth);
                case "echo": return new Output(Whole(words));
                case "increment": return new Counted(OptionalName(words), 1);
                case "decrement": return new Counted(OptionalName(words), -1);
                case "cycle": return Cycle(words);
                case "if": return If(words, depth, "endif");
                case "unless": return If(words, depth, "endunless");
                case "case": return Case(words, depth);
                case "for": return For(words, depth);
                case "break" or "continue":
                    words.ExpectEnd();
                    return new Leave(name == "break" ? Going.OutOfLoop : Going.NextItem);
                case "else" or "elsif" or "when" or "endif" or "endunless" or "endcase" or "endfor" or "endcapture":
                    (Ended, Following) = (name, words);
                    return null;
                case "include" or "render":
                    throw new LiquidException($"'{name}' has no files to read here.");
                default:
                    throw new LiquidException($"'{name}' is no tag that is known.");
            }
        }

        static Markup Whole(Words words)
        {
            var value = MarkupParser.Whole(words);
            words.ExpectEnd();
            return value;
        }

        static Markup Condition(Words words)
        {
            var value = MarkupParser.Logical(words);
            words.ExpectEnd();
            return value;
        }

        static string OptionalName(Words words)
        {
            var name = words.IsAtEnd ? "" : words.ExpectName();
            words.ExpectEnd();
            return name;
        }

        static Assign Assign(Words words)
        {
            var name = words.ExpectName();
            words.Expect("=");
            return new Assign(name, Whole(words));
        }

        Captured Capture(Words words, int depth)
        {
            var name = OptionalName(words);
            if (name.Length == 0) throw new LiquidException("'capture' needs a name.");
            var body = Block(depth + 1);
            Close("endcapture");
            return new Captured(name, body);
        }

        void Close(string end)
        {
            if (Ended != end) throw new LiquidException($"'{end}' is missing{(Ended is null ? "" : $" before '{Ended}'")}.");
            Following.ExpectEnd();
            Ended = null;
        }

        static Cycle Cycle(Words words)
        {
            var values = new List<Markup> { MarkupParser.Primary(words) };
            Markup? group = null;
            if (words.TryTake(":"))
            {
                group = values[0];
                values[0] = MarkupParser.Primary(words);
            }

            while (words.TryTake(",")) values.Add(MarkupParser.Primary(words));
            words.ExpectEnd();
            return new Cycle(group, values);
        }

        Choice If(Words words, int depth, string end)
        {
            var isIf = end == "endif";
            var branches = new List<(Markup?, bool, IReadOnlyList<Statement>)> { (Condition(words), isIf, Block(depth + 1)) };
            while (isIf && Ended == "elsif")
            {
                var condition = Condition(Following);
                branches.Add((condition, true, Block(depth + 1)));
            }

            if (Else(depth) is { Count: > 0 } otherwise) branches.Add((null, true, otherwise));
            Close(end);
            return new Choice(branches);
        }

        List<Statement> Else(int depth)
        {
            if (Ended != "else") return [];
            Following.ExpectEnd();
            return Block(depth + 1);
        }

        Case Case(Words words, int depth)
        {
            var value = MarkupParser.Primary(words);
            words.ExpectEnd();
            var whens = new List<(IReadOnlyList<Markup>, IReadOnlyList<Statement>)>();
            // What stands before the first option is not rendered.
            Block(depth + 1);
            while (Ended == "when")
            {
                var options = new List<Markup>();
                do options.Add(MarkupParser.Primary(Following));
                while (Following.TryTake(",") || Following.TryTakeName("or"));
                Following.ExpectEnd();
                whens.Add((options, Block(depth + 1)));
            }

            var otherwise = Else(depth);
            Close("endcase");
            return new Case(value, whens, otherwise);
        }

        For For(Words words, int depth)
        {
            var name = words.ExpectName();
            if (!words.TryTakeName("in")) throw new LiquidException("'in' is missing in 'for'.");
            Markup items = words.Is("(") ? MarkupParser.Between(words) : MarkupParser.Primary(words);
            if (items is Constant) throw new LiquidException("'for' goes through a list that has a name, or through a range.");
            Markup? limit = null;
            Markup? offset = null;
            var isReversed = false;
            while (!words.IsAtEnd)
            {
                var option = words.ExpectName();
                if (option == "reversed")
                {
                    isReversed = true;
                    continue;
                }

                if (option is not ("limit" or "offset")) throw new LiquidException($"'for' knows no '{option}'.");
                words.Expect(":");
                var value = MarkupParser.Primary(words);
                if (option == "limit") limit = value;
                else offset = value;
            }

            var body = Block(depth + 1);
            var otherwise = Else(depth);
            Close("endfor");
            return new For(name, items, limit, offset, isReversed, body, otherwise);
        }
    }
}
