package bitrix24

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// The aspects of a deal and of an item: what people may set there.
const (
	aspectStage   = "stage"
	aspectPromo   = "promo"
	aspectContact = "contact"
	aspectRows    = "rows"
	aspectForm    = "form"
	aspectHow     = "how"
	aspectTo      = "to"
	aspectCarrier = "carrier"
	aspectMark    = "mark"
	aspectReason  = "reason"
)

// version is what people may set of a thing, by aspect: short values as they are, others as a digest. What ordo wrote
// last stands in FieldVersion or ItemVersion of the thing itself; what it read last, of all things of an order, in the
// label that keeps erp.Reading.Seen.
type version map[string]string

// String returns the form in which it is kept.
func (v version) String() string {
	q := url.Values{}
	for aspect, value := range v {
		q.Set(aspect, value)
	}
	return q.Encode()
}

// parseVersion reads what String returned; what people made of it instead is nothing.
func parseVersion(text string) version {
	v := version{}
	q, err := url.ParseQuery(text)
	if err != nil {
		return v
	}
	for aspect := range q {
		v[aspect] = q.Get(aspect)
	}
	return v
}

// with returns a copy in which aspects of other replace those of v.
func (v version) with(other version) version {
	all := maps.Clone(v)
	if all == nil {
		all = version{}
	}
	maps.Copy(all, other)
	return all
}

// back names the count of how often ordo put back what people had set of an aspect: what was read before that does not
// stand for the same set once more.
func back(aspect string) string { return "back " + aspect }

// asRead is the value of an aspect as it is kept among what was read.
func (v version) asRead(aspect string, written version) string {
	if n := written[back(aspect)]; n != "" {
		return v[aspect] + "\n" + n
	}
	return v[aspect]
}

// after is what ordo wrote last once it has written v. What was read and is now written otherwise is put back.
func (v version) after(written, read version) version {
	all := written.with(v)
	for aspect := range v {
		n := written[back(aspect)]
		if was, is := read[aspect]; is && was != v.asRead(aspect, written) && (n == "" || strings.HasSuffix(was, "\n"+n)) {
			all[back(aspect)] = strconv.FormatInt(numeric(n)+1, 10)
		}
	}
	return all
}

// news returns the aspects that people set and nobody has read: they are neither as ordo wrote them nor as it read them
// last. An aspect that was never written is none, as nobody knows better.
func (v version) news(written, seen version) []string {
	var all []string
	for _, aspect := range slices.Sorted(maps.Keys(v)) {
		was, known := written[aspect]
		read, wasRead := seen[aspect]
		if known && v[aspect] != was && (!wasRead || v.asRead(aspect, written) != read) && (aspect != aspectRows || v.hasNewRows(written, seen)) {
			all = append(all, aspect)
		}
	}
	return all
}

// rowsRead are the marks of the rows that were read last; nil if they were not, or were put back since.
func (v version) rowsRead(written version) map[string]string {
	marks, n, _ := strings.Cut(v[aspectRows], "\n")
	_, was := v[aspectRows]
	return rowMarks(marks, was && n == written[back(aspectRows)])
}

// hasNewRows reports whether some row is neither as ordo wrote it nor as it was read, or is missing without that having
// been read.
func (v version) hasNewRows(written, seen version) bool {
	now, was, read := rowMarks(v[aspectRows], true), rowMarks(written[aspectRows], true), seen.rowsRead(written)
	for id, mark := range now {
		if mark != was[id] && mark != read[id] {
			return true
		}
	}
	for id := range was {
		_, there := now[id]
		_, wasThere := read[id]
		if !there && (read == nil || wasThere) {
			return true
		}
	}
	return false
}

// deal is what was seen of the deal.
func (v version) deal() version { return v.part("deal/") }

// item is what was seen of an item.
func (v version) item(entityTypeID int, id int64) version {
	return v.part(itemPath(entityTypeID, id) + "/")
}

func (v version) part(head string) version {
	out := version{}
	for name, value := range v {
		if aspect, is := strings.CutPrefix(name, head); is {
			out[aspect] = value
		}
	}
	return out
}

// under returns the aspects of v under the name of the deal or of an item, as what was seen has them.
func (v version) under(head string) version {
	out := version{}
	for aspect, value := range v {
		out[head+"/"+aspect] = value
	}
	return out
}

// itemPath names an item among what was seen.
func itemPath(entityTypeID int, id int64) string {
	return strconv.Itoa(entityTypeID) + "/" + strconv.FormatInt(id, 10)
}

// madeOf returns the item that people created for a shipment or block, as what was seen has it; "" if they did not.
func (v version) madeOf(kind ItemKind, n int) string { return v["made/"+string(kind)+strconv.Itoa(n)] }

// digest is a few characters that stand for a text.
func digest(text string) string {
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:6])
}
