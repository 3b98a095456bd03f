namespace LogodiConsult.Web.Forms;

/// <summary>
/// Text copied out of other programs may hold U+0000, which a form sends as <c>%00</c> and the server refuses to read with all that was typed around it.
/// No text of ours holds one, so it is taken out of the form before it is read.
/// </summary>
public sealed class SoundForms(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.ContentType is { } type && type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            context.Request.Body = new WithoutNulls(context.Request.Body);
        return next(context);
    }

    /// <summary>Passes on what it reads but for every <c>%00</c>.</summary>
    sealed class WithoutNulls(Stream from) : Stream
    {
        static readonly byte[] Mark = "%00"u8.ToArray();

        readonly byte[] read = new byte[8_192];
        readonly byte[] sound = new byte[8_192 + 2];
        int at;
        int end;
        int begun;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (at == end)
            {
                (at, end) = (0, 0);
                var count = await from.ReadAsync(read, cancellationToken);
                if (count == 0 && begun == 0)
                    return 0;
                Take(count);
            }
            var given = Math.Min(buffer.Length, end - at);
            sound.AsSpan(at, given).CopyTo(buffer.Span);
            at += given;
            return given;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        void Take(int count)
        {
            for (var i = 0; i < count; i++)
            {
                if (read[i] != Mark[begun])
                    GiveBegun();
                if (read[i] != Mark[begun])
                    sound[end++] = read[i];
                else if (++begun == Mark.Length)
                    begun = 0;
            }
            if (count == 0)
                GiveBegun();
        }

        /// <summary>What looked like the beginning of one was none.</summary>
        void GiveBegun()
        {
            Mark.AsSpan(0, begun).CopyTo(sound.AsSpan(end));
            end += begun;
            begun = 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Forms are read asynchronously.");

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
