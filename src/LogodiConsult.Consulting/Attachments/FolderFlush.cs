using System.Runtime.InteropServices;
using System.Text;

namespace LogodiConsult.Consulting.Attachments;

/// <summary>A rename is durable only when its folder was flushed, and .NET opens no folders: Unix is asked itself. Windows does it without being asked.</summary>
static class FolderFlush
{
    const int ReadOnly = 0;

    /// <exception cref="IOException">The disk did not take it.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly);
        var flushed = handle >= 0 && Sync(handle) == 0;
        if (handle >= 0)
            _ = Close(handle);
        if (!flushed)
            throw new IOException($"The folder {folder} could not be flushed to the disk.");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Close(int handle);
}
