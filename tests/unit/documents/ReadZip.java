import java.io.FileInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipInputStream;

/** Prints name and SHA-256 of each entry, as the streaming reader of Java sees them. */
class ReadZip {
    public static void main(String[] args) throws Exception {
        try (var zip = new ZipInputStream(new FileInputStream(args[0]))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var digest = MessageDigest.getInstance("SHA-256").digest(zip.readAllBytes());
                System.out.println(entry.getName() + " " + HexFormat.of().formatHex(digest));
            }
        }
    }
}
