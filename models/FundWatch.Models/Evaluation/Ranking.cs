namespace FundWatch.Models.Evaluation;

/// <summary>How well scores rank labelled rows, and how alike two rankings are.</summary>
public static class Ranking
{
    /// <summary>Area under the ROC curve: the chance that a labelled row scores above an unlabelled one, ties counting half. NaN where a class is empty.</summary>
    public static double Auroc(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels)
    {
        var order = Ascending(scores);
        var (positives, rankSum) = (0L, 0.0);
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end < order.Length && scores[order[end]] == scores[order[start]])
            {
                end++;
            }

            var rank = (start + end + 1) / 2.0;
            for (; start < end; start++)
            {
                if (labels[order[start]])
                {
                    positives++;
                    rankSum += rank;
                }
            }
        }

        var negatives = order.Length - positives;
        return positives == 0 || negatives == 0 ? double.NaN : (rankSum - (positives * (positives + 1) / 2.0)) / positives / negatives;
    }

    /// <summary>Average precision: the sum over distinct scores, highest first, of precision times the recall gained. NaN without labelled rows.</summary>
    public static double AveragePrecision(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels)
    {
        var order = Ascending(scores);
        System.Array.Reverse(order);
        var (found, total, sum) = (0L, 0L, 0.0);
        foreach (var label in labels)
        {
            total += label ? 1 : 0;
        }

        for (var start = 0; start < order.Length;)
        {
            var (end, gained) = (start, 0);
            while (end < order.Length && scores[order[end]] == scores[order[start]])
            {
                gained += labels[order[end++]] ? 1 : 0;
            }

            found += gained;
            sum += (double)found / end * gained;
            start = end;
        }

        return total == 0 ? double.NaN : sum / total;
    }

    /// <summary>Spearman's rank correlation, ties sharing their mean rank. NaN where one side is constant.</summary>
    public static double Correlation(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var (a, b) = (MeanRanks(first), MeanRanks(second));
        var mean = (a.Length + 1) / 2.0;
        var (cross, squaresA, squaresB) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            cross += (a[i] - mean) * (b[i] - mean);
            squaresA += (a[i] - mean) * (a[i] - mean);
            squaresB += (b[i] - mean) * (b[i] - mean);
        }

        return squaresA == 0 || squaresB == 0 ? double.NaN : cross / Math.Sqrt(squaresA * squaresB);
    }

    /// <summary>The k highest rows, highest first, equal scores in row order.</summary>
    public static int[] Top(ReadOnlySpan<float> scores, int k)
    {
        var negated = new float[scores.Length];
        for (var i = 0; i < negated.Length; i++)
        {
            negated[i] = -scores[i];
        }

        return Ascending(negated)[..Math.Min(k, negated.Length)];
    }

    private static double[] MeanRanks(ReadOnlySpan<float> values)
    {
        var order = Ascending(values);
        var ranks = new double[order.Length];
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end < order.Length && values[order[end]] == values[order[start]])
            {
                end++;
            }

            var rank = (start + end + 1) / 2.0;
            for (; start < end; start++)
            {
                ranks[order[start]] = rank;
            }
        }

        return ranks;
    }

    private static int[] Ascending(ReadOnlySpan<float> values)
    {
        var keys = values.ToArray();
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        System.Array.Sort(order, (x, y) => keys[x].CompareTo(keys[y]) is var c and not 0 ? c : x.CompareTo(y));
        return order;
    }
}
