namespace FundWatch.Data.Postgres;

/// <summary>Where FundWatch keeps its data.</summary>
/// <param name="DataDirectory">Null: <c>$XDG_DATA_HOME/fundwatch</c>, else <c>~/.local/share/fundwatch</c>.</param>
/// <param name="ConnectionString">A PostgreSQL server to use; null: a private one in the data directory.</param>
public sealed record DatabaseOptions(string? DataDirectory = null, string? ConnectionString = null);
