using System.Xml.Linq;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace LogodiConsult.Web.Hosting;

/// <summary>The keys of cookies and form tokens, kept with the data: a restart or another node still knows who is signed in.</summary>
public sealed class DatabaseKeys(Database database) : IXmlRepository
{
    // The interface is synchronous; keys are read at the start and then about once a day.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Task.Run(() => database.ReadAsync(DataProtectionKeys.AllAsync)).GetAwaiter().GetResult().Select(x => XElement.Parse(x))];

    public void StoreElement(XElement element, string friendlyName) =>
        Task.Run(() => database.WriteAsync<Done>(async work =>
        {
            await DataProtectionKeys.AddAsync(work, friendlyName, element.ToString(SaveOptions.DisableFormatting));
            return Done.Value;
        })).GetAwaiter().GetResult();
}
