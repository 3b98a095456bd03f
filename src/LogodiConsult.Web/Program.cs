using LogodiConsult.Web.CommandLine;

return await Verbs.InvokeAsync(args);
