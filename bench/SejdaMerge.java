import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sejda.impl.sambox.MergeTask;
import org.sejda.model.input.PdfFileSource;
import org.sejda.model.input.PdfMergeInput;
import org.sejda.model.output.ExistingOutputPolicy;
import org.sejda.model.output.FileTaskOutput;
import org.sejda.model.parameter.MergeParameters;
import org.sejda.model.task.TaskExecutionContext;

/**
 * Merges the PDFs that a file names, one in each line, into one PDF, with Sejda's own defaults.
 *
 * The task is called directly: its service would need a validator that Debian's package lacks.
 */
class SejdaMerge {
    public static void main(String[] arguments) throws Exception {
        MergeParameters merge = new MergeParameters();
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            merge.addInput(new PdfMergeInput(PdfFileSource.newInstanceNoPassword(new File(line))));
        }
        merge.setExistingOutputPolicy(ExistingOutputPolicy.OVERWRITE);
        merge.setOutput(new FileTaskOutput(new File(arguments[1])));
        MergeTask task = new MergeTask();
        task.before(merge, new TaskExecutionContext(task, false));
        try {
            task.execute(merge);
        } finally {
            task.after();
        }
    }
}
