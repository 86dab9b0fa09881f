package russianposttest

import (
	"fmt"
	"hash/crc32"
	"maps"
	"regexp"
	"strings"
)

// Clean sets the answer to an address, a name or a telephone, by its text: fields of the vendor, such as quality-code.
func (s *Server) Clean(original string, fields map[string]any) {
	s.do(func() { s.cleaned[original] = fields })
}

// cleanAll answers texts in a field, each with what f finds.
func cleanAll(c *call, field string, f func(text string) object) (any, *refusal) {
	rows := []object{}
	for _, one := range c.list() {
		in := one.(object)
		if _, has := in[field]; !has {
			return nil, malformed(field + " is required")
		}
		out, set := c.cleaned[str(in, field)]
		if !set {
			out = f(str(in, field))
		}
		out = maps.Clone(out)
		out[field] = in[field]
		if id, has := in["id"]; has {
			out["id"] = id
		}
		rows = append(rows, out)
	}
	return ordered(c, rows), nil
}

// cities are those that the fake finds in a text.
var cities = []struct{ region, place, index, words string }{
	{"г Москва", "г Москва", OfficeMoscow, "москва мск"},
	{"г Санкт-Петербург", "г Санкт-Петербург", OfficePetersburg, "санкт-петербург спб петербург"},
	{"обл Новосибирская", "г Новосибирск", OfficeNovosibirsk, "новосибирск"},
}

// guid is an id of a place in the register of addresses.
func guid(name string) string {
	return fmt.Sprintf("%08x-0000-4000-8000-000000000000", crc32.ChecksumIEEE([]byte(name)))
}

var (
	streetWord = regexp.MustCompile(`(?i)(?:^|\s)(ул|улица|пр-т|проспект|ш|шоссе|наб|набережная|пер|переулок)\.?\s+([\p{L}\d -]+?)\s*(?:,|$|\s+\d)`)
	houseWord  = regexp.MustCompile(`(?i)(?:,|\s)(?:д\.?\s*|дом\s+)?(\d+[а-я]?)(?:\s*(?:-|,|,?\s*(?:кв|оф)\.?)\s*(\d+))?\s*$`)
	indexWord  = regexp.MustCompile(`(?:^|\D)(\d{6})(?:\D|$)`)
)

// cleanAddresses is POST /1.0/clean/address. It finds three cities, streets that have their word, and houses.
func cleanAddresses(c *call) (any, *refusal) {
	return cleanAll(c, "original-address", func(original string) object {
		out := object{"address-type": "DEFAULT"}
		plain := original
		if m := indexWord.FindStringSubmatch(original); m != nil {
			out["index"] = m[1]
			plain = strings.Trim(strings.Replace(original, m[1], "", 1), ", ")
		}
		words := strings.FieldsFunc(strings.ToLower(plain), func(r rune) bool { return strings.ContainsRune(" ,.", r) })
		for _, city := range cities {
			for _, w := range words {
				if strings.Contains(" "+city.words+" ", " "+w+" ") {
					out["region"], out["place"] = city.region, city.place
					out["region-guid"], out["place-guid"] = guid(city.region), guid(city.place)
					if out["index"] == nil {
						out["index"] = city.index
					}
				}
			}
		}
		if out["place"] == nil {
			return object{"address-type": "DEFAULT", "quality-code": "UNDEF_02", "validation-code": "NOT_VALIDATED_HAS_NO_MAIN_POINTS"}
		}
		house := houseWord.FindStringSubmatch(plain)
		street := streetWord.FindStringSubmatch(plain)
		if street != nil {
			short := map[string]string{"улица": "ул", "проспект": "пр-кт", "пр-т": "пр-кт", "шоссе": "ш", "набережная": "наб", "переулок": "пер"}
			kind := strings.ToLower(street[1])
			if s, is := short[kind]; is {
				kind = s
			}
			out["street"] = kind + " " + street[2]
			out["street-guid"] = guid(str(out, "place") + str(out, "street"))
		}
		switch {
		case street == nil:
			out["quality-code"], out["validation-code"] = "UNDEF_03", "NOT_VALIDATED_HAS_UNPARSED_PARTS"
		case house == nil:
			out["quality-code"], out["validation-code"] = "UNDEF_04", "NOT_VALIDATED_INCORRECT_HOUSE"
		default:
			out["house"], out["quality-code"], out["validation-code"] = house[1], "GOOD", "VALIDATED"
			if house[2] != "" {
				out["room"] = house[2]
			}
			out["address-guid"] = guid(str(out, "place") + str(out, "street") + house[1])
		}
		return out
	})
}

var patronymic = regexp.MustCompile(`(?i)(вич|ична|вна|инична)$`)

// cleanNames is POST /1.0/clean/physical. The vendor is sure of a name only when it has all its parts in order.
func cleanNames(c *call) (any, *refusal) {
	return cleanAll(c, "original-fio", func(original string) object {
		out := object{"quality-code": "NOT_SURE"}
		set := func(surname, name, middle string) {
			for k, v := range map[string]string{"surname": surname, "name": name, "middle-name": middle} {
				if v != "" {
					out[k] = v
				}
			}
		}
		switch w := strings.Fields(original); {
		case len(w) == 3 && patronymic.MatchString(w[2]):
			set(w[0], w[1], w[2])
			out["quality-code"] = "EDITED"
		case len(w) == 3 && patronymic.MatchString(w[1]):
			set(w[2], w[0], w[1])
		case len(w) == 2 && patronymic.MatchString(w[1]):
			set("", w[0], w[1])
		case len(w) == 2:
			set(w[1], w[0], "")
		case len(w) > 0:
			set(strings.Join(w, " "), "", "")
		}
		return out
	})
}

// cleanPhones is POST /1.0/clean/phone. It finds numbers of Russia, with or without the code of the country; behind a
// plus it must be there.
func cleanPhones(c *call) (any, *refusal) {
	return cleanAll(c, "original-phone", func(original string) object {
		d := digits(original)
		if len(d) == 11 && (d[0] == '7' || d[0] == '8') {
			d = d[1:]
		}
		out := object{"phone-country-code": "", "phone-city-code": "", "phone-number": "", "phone-extension": "", "quality-code": "INCORRECT_DATA"}
		if len(d) == 10 && (len(digits(original)) == 11 || !strings.HasPrefix(original, "+")) {
			out["phone-country-code"], out["phone-city-code"], out["phone-number"], out["quality-code"] = "7", d[:3], d[3:], "GOOD"
		} else if d == "" {
			out["quality-code"] = "EMPTY"
		}
		return out
	})
}

// reliability is POST /1.0/unreliable-recipient: the fake trusts everybody.
func reliability(c *call) (any, *refusal) {
	rows := []object{}
	for _, one := range c.list() {
		out := maps.Clone(one.(object))
		out["unreliability"] = "RELIABLE"
		rows = append(rows, out)
	}
	return rows, nil
}
