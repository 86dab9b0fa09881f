package commerceml

// Record is a part of a CommerceML file: one of
//
//   - *File, always the first: what the root element says;
//   - *Classifier, *Catalog, *Package, *Parties: the beginning of a part of the file, before its records;
//   - *Group, *Property, *PriceType, *Warehouse, *Unit of a classifier (price types and warehouses also of a package);
//   - *Good of a catalog, *Offer of a package, *Party of a list of parties;
//   - *Document: an order, a payment, a shipment or another document;
//   - *Choice: an entry of the lists with which 1C-Bitrix answers mode=info.
type Record interface {
	code(c *codec)
	trouble() *error
}

// ProblemOf returns why a part of r could not be read: its field Problem. All else of it was read.
func ProblemOf(r Record) error { return *r.trouble() }

// Namespaces of the root element. Files of version 2.05 and older, and those of 1C-Bitrix, have none.
const (
	Namespace2 = "urn:1C.ru:commerceml_2" // 2.07 to 2.10
	Namespace3 = "urn:1C.ru:commerceml_3" // 3.x
)

// Encoding is how a file writes its letters.
type Encoding string

// The encodings of CommerceML files.
const (
	UTF8        Encoding = "UTF-8"
	Windows1251 Encoding = "windows-1251"
)

// File is what the beginning of a file says of it. A Writer begins a file like it.
type File struct {
	Encoding  Encoding // UTF8 if empty
	BOM       bool     // the file begins with a byte order mark
	Namespace string   // such as Namespace2; may be empty
	Version   string   // of the schema, such as "2.07"; compare it with AtLeast
	Made      string   // when, as written: "2026-11-03T10:15:00" is a local time of the system that made it
	Extra     []Element
	Problem   error
}

// AtLeast reports whether the file's version is major.minor or newer. Versions are two numbers: 2.10 is newer than 2.9.
func (f *File) AtLeast(major, minor int) bool {
	a, b := f.version()
	return a > major || a == major && b >= minor
}

func (f *File) version() (major, minor int) {
	n := &major
	for _, r := range f.Version {
		switch {
		case r == '.' && n == &major:
			n = &minor
		case r >= '0' && r <= '9' && *n < 1000:
			*n = *n*10 + int(r-'0')
		default:
			return major, minor
		}
	}
	return major, minor
}

func (f *File) code(c *codec) {
	c.extra(&f.Extra)
	attr(c, "ВерсияСхемы", &f.Version)
	attr(c, "ДатаФормирования", &f.Made)
}

func (f *File) trouble() *error { return &f.Problem }
