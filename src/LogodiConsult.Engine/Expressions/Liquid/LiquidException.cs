namespace LogodiConsult.Engine.Expressions.Liquid;

/// <summary>A template that cannot be understood, or that cannot go on.</summary>
sealed class LiquidException : Exception
{
    public LiquidException()
    {
    }

    public LiquidException(string message)
        : base(message)
    {
    }

    public LiquidException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
