namespace FundWatch.Data.Ingest.Quality;

/// <summary>From where on something is remarked upon. A difference must be both larger than chance explains and large enough to matter.</summary>
public static class Thresholds
{
    /// <summary>Standard errors beyond which chance is ruled out; with about 30 columns and four tests each, a false remark once in a hundred loads or less.</summary>
    public const double Errors = 4;

    /// <summary>Change of the share filled that matters.</summary>
    public const double Fill = 0.05;

    /// <summary>Shift of the median that matters, in standard deviations of the last load (interquartile range / 1.349).</summary>
    public const double MedianShift = 0.5;

    /// <summary>A load so many times larger or smaller than the last one.</summary>
    public const double RowFactor = 3;

    /// <summary>A code of the last load counts as missing where its absence by chance has less than this probability.</summary>
    public const double MissingCode = 0.001;

    /// <summary>Logarithms (base 10) of the ratio between two medians that look like 万元 taken for 元: around 4.</summary>
    public const double ScaleFrom = 3.5, ScaleTo = 4.5;

    /// <summary>Deviations of the logarithms (interquartile range / 1.349, no less than the last of these) that an amount must lie from the median of its own column to be doubted.</summary>
    public const double AmountDeviations = 8, LeastDeviation = 0.1;

    /// <summary>A side of the logarithms that is at least so wide from the median to its quartile, and so many times wider than the other, is the tail of a distribution.</summary>
    public const double Tail = 0.2, Lopsided = 1.15;

    /// <summary>Amounts below which their spread proves nothing.</summary>
    public const int FewAmounts = 8;

    /// <summary>Values below which a median proves nothing.</summary>
    public const int FewValues = 20;

    /// <summary>Below this share filled, a column that a rule needs leaves most rows unjudged.</summary>
    public const double Sparse = 0.5;

    /// <summary>Batches with more rows are checked on a part of them.</summary>
    public const long SampledAbove = 200_000;

    /// <summary>The same for readers of a report.</summary>
    public static IReadOnlyList<(string Zh, string En)> Explained { get; } =
    [
        ("填写率、可读率、未来与 1949 年 10 月以前的日期、最小最大值按全部行精确统计（与上次导入逐字节相同而略过的行，其填写情况取自上次；上次的极值所在行若已删改，极值以本次读取的行为准）；分位数取自随机抽取的一至两千行；不同值 4,096 个以内逐一计数，更多时为估计值（标准误 3.3%）；不同值和各取值的次数，超过 65,536 行的文件按其前 65,536 行和其后随机抽取的行估计。数字前有“≈”的是估计值。",
            "Filled, readable, dates in the future or before October 1949, smallest and largest are exact over all rows (of rows passed over because they stand byte for byte as in the last load, what is filled is known from there; where the row that held an extreme then is gone, extremes are those of the rows read); quantiles come from one to two thousand rows drawn at random; "
            + "distinct values are counted up to 4,096 and estimated beyond (standard error 3.3 %), and they and how often each code came, in files of more than 65,536 rows, from the first 65,536 and rows drawn at random behind them. A figure with ≈ is an estimate."),
        ("与同一来源上一次同类导入（文件名除数字外相同，或涉及相同地区）相比：填写率相差 5 个百分点以上且超过 4 倍标准误（两比例检验），中位数移动 0.5 个标准差（四分位距/1.349）以上且两次的中位数区间（按次序统计量，合差的 4 倍标准误）不相交，行数相差 3 倍以上，才提示。",
            "Against the last like load of the same source (a file of the same name but for digits, or one of the same regions) a difference is remarked where the share filled moved by at least 5 points and 4 standard errors (two proportions), "
            + "the median by at least 0.5 standard deviations (interquartile range / 1.349), with intervals of both medians (by order statistics, together 4 standard errors of the difference) that do not meet, or the rows by a factor of 3."),
        ("上次有、这次没有的取值：按上次的占比，偶然一个都不出现的概率低于千分之一才提示。", "A code of the last load is missed where its absence by chance, at its former share, has a probability below one in a thousand."),
        ("量级可疑：本次中位数与以往（同一来源；没有时取同一数据流其他来源）之比在 3,200 至 32,000 倍之间或其倒数，像是万元与元混淆。",
            "Scale in doubt: the median is 3,200 to 32,000 times that of earlier loads (of the same source, else of others in the stream), or as many times smaller: 万元 and 元 look confused."),
        ("个别金额的量级可疑：同一列中（8 个值以上）最大或最小的金额与本列中位数相差 3,200 倍以上，且超过对数标准差（对数的四分位距/1.349，至少 0.1）的 8 倍，才提示；金额本来就向一端拖得很长的列，还须相差行数的 100 倍以上。",
            "Single amounts in doubt: the largest or smallest amount of a column (of 8 values or more) is 3,200 times off the column's own median or more, and by more than 8 standard deviations of the logarithms (their interquartile range / 1.349, at least 0.1); "
            + "where amounts have a long tail by nature, also by more than 100 times the number of rows."),
        ("合计：表中的合计、小计与其上各行之和（自开头或任一较早的合计行起，最多往前 1,000 个）比较；都不相等时，小计与最接近的一段相比，合计只与自开头或上一级、同级合计之后的一段相比，总计只与自开头或上一个总计之后的一段相比；按元读取的，相差超过 0.01 元且超过合计所写位数的一半才提示，按万元等读取的，允许各行四舍五入带来的误差。",
            "Totals: a total or subtotal that the table states is held against the sum of the rows above it, from the start or from any totals row before (the last 1,000). Where none is equal, a subtotal is told against the nearest such stretch, a total against those from the start or behind a total of its kind or above, a grand total against those from the start or behind a grand total. Of amounts in yuan a difference is remarked beyond 0.01 and half of the last place written; of amounts in 万元 and the like, beyond what the rounding of each row explains."),
        ("关联、与库中重复：20 万行以内逐行核对，以上按随机数据块抽样；库中超过 60 万行时，只与本批涉及的部分月份比对。文件内重复：32,768 种不同内容以内逐行核对，以上核对其中按内容散列选出的一部分。",
            "References, and duplicates against the store: every row up to 200,000, beyond that a random sample of blocks; where the store holds more than 600,000 rows, only in some of the months that the batch speaks of. Duplicates within the file: every row up to 32,768 different contents, beyond that those of a slice of all contents."),
    ];
}
