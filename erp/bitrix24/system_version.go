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

// news returns the aspects that people set and nobody has read: they are neither as ordo wrote them nor as it read them
// last. An aspect that was never written is none, as nobody knows better.
func (v version) news(written, seen version) []string {
	var all []string
	for _, aspect := range slices.Sorted(maps.Keys(v)) {
		was, known := written[aspect]
		read, wasRead := seen[aspect]
		if known && v[aspect] != was && (!wasRead || v[aspect] != read) {
			all = append(all, aspect)
		}
	}
	return all
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
