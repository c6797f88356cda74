namespace FundWatch.Data.Ingest.Quality;

/// <summary>Why an input of a rule is missing, for people.</summary>
public static class MissingWords
{
    public static (string Zh, string En) Of(MissingInput missing) => missing.Why switch
    {
        "absent_column" => ("文件中没有此列", "not in the file"),
        "empty_column" => ("全部为空", "empty throughout"),
        "sparse_column" => ("多数行为空", "empty in most rows"),
        "absent_stream" => ("尚无该类数据", "nothing of that stream is here yet"),
        _ => (missing.Why, missing.Why),
    };
}
