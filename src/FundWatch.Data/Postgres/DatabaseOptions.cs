namespace FundWatch.Data.Postgres;

/// <summary>Where FundWatch keeps its data.</summary>
/// <param name="DataDirectory">Null: <c>$XDG_DATA_HOME/fundwatch</c>, else <c>~/.local/share/fundwatch</c>.</param>
/// <param name="ConnectionString">A PostgreSQL server to use; null: a private one in the data directory.</param>
/// <param name="AmongOthers">Whether a store may begin in a database that already holds tables of others: only where a person says so, since a wrong name is soon typed.</param>
public sealed record DatabaseOptions(string? DataDirectory = null, string? ConnectionString = null, bool AmongOthers = false);
