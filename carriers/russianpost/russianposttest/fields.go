package russianposttest

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// The fields of the vendor's requests, parted by spaces. A name with "#" is a whole number, with "?" true or false,
// with "~" a decimal number, otherwise a text. Fields of an object stand in brackets behind its name; a star makes a
// list.
const (
	addressFields = "address-type area building corpus hotel house index letter location manual-address-input? num-address-type " +
		"office place region room slash street vladenie"
	goodsFields = "code country-code# customs-declaration-number description excise# good-id goods-type insr-value# item-number lineattr# " +
		"payattr# quantity~ service-type# supplier-inn supplier-name supplier-phone value# vat-rate# weight#"
	customsFields = "certificate-number currency customs-code customs-entries*( amount# country-code# description tnved-code trademark value# " +
		"weight# ) entries-type invoice-number ioss-code license-number with-certificate? with-invoice? with-license?"
	orderFields = "add-to-mmo? address-from( " + addressFields + " ) address-type-to area-to branch-name building-to comment " +
		"completeness-checking? compulsory-payment# corpus-to courier? customs-declaration( " + customsFields + " ) delivery-to-door? " +
		"delivery-with-cod? dimension( height# length# width# ) dimension-type easy-return? ecom-data( delivery-point-index delivery-rate# " +
		"delivery-vat-rate# identity-methods* services* ) envelope-type farma? fiscal-data( customer-email customer-inn customer-name " +
		"customer-phone# payment-amount# ) fragile? given-name goods( items*( " + goodsFields + " ) ) group-name hotel-to house-to index-to# " +
		"inner-num insr-value# inventory? letter-to location-to manual-address-input? mail-category mail-direct# mail-type mass# middle-name " +
		"no-return? notice-payment-method num-address-type-to office-to order-num payment# payment-method place-to postoffice-code " +
		"pre-postal-preparation? prepaid-amount# raw-address recipient-name region-to room-to sender-comment sender-name shelf-life-days# " +
		"slash-to sms-notice-recipient# str-index-to street-to surname tariff-count# tariff-discount-rate tariff-discount-rate-vat " +
		"tariff-discount-rate-with-vat tariff-full-rate tariff-full-rate-vat tariff-full-rate-with-vat tel-address# tel-address-from# " +
		"time-slot-id# tender? transport-mode transport-type vladenie-to vsd? with-discount? with-documents? with-electronic-notice? " +
		"with-electronic-notification? with-goods? with-order-of-notice? with-packaging? with-simple-notice? with-uzeuv-notice? wo-mail-rank? " +
		"seller-id payment-details( recipient-surname recipient-firstname recipient-middlename bank-name bank-bik bank-corr-account " +
		"bank-account is-cash )"
	tariffFields = "completeness-checking? contents-checking? courier? declared-value# delivery-point-index dimension( height# length# width# ) " +
		"dimension-type entries-type fragile? functionality-checking? index-from index-to inventory? mail-category mail-direct# mail-type mass# " +
		"goods-value# notice-payment-method payment-method sms-notice-recipient# transport-type vsd? with-electronic-notice? with-fitting? " +
		"with-order-of-notice? with-simple-notice? group-name goods-items"
	returnFields = "address-from( " + addressFields + " ) address-to( " + addressFields + " ) insr-value# mail-type order-num postoffice-code " +
		"recipient-name sender-name"
)

// shape says what a body may have.
type shape struct {
	kind   byte // 'o' object, 'l' list, '#', '?', '~', 't' text
	fields map[string]*shape
	item   *shape
}

// shaped reads the fields of a request. The whole of it is an object in brackets, or a list behind a star.
func shaped(spec string) *shape {
	words := strings.Fields(spec)
	var one func(word string) (string, *shape)
	inside := func() *shape {
		s := &shape{kind: 'o', fields: map[string]*shape{}}
		for len(words) > 0 && words[0] != ")" {
			word := words[0]
			words = words[1:]
			name, field := one(word)
			s.fields[name] = field
		}
		if len(words) > 0 {
			words = words[1:]
		}
		return s
	}
	one = func(word string) (string, *shape) {
		name := strings.TrimRight(word, "*(#?~")
		s := &shape{kind: 't'}
		switch mark := word[len(name):]; {
		case strings.HasSuffix(mark, "("):
			s = inside()
		case strings.ContainsAny(mark, "#?~"):
			s.kind = mark[len(mark)-1]
		}
		if strings.HasPrefix(word[len(name):], "*") {
			s = &shape{kind: 'l', item: s}
		}
		return name, s
	}
	word := words[0]
	words = words[1:]
	_, s := one(word)
	return s
}

// fits returns what is wrong with a value: the path of it and why, empty if nothing is.
func (s *shape) fits(path string, v any) string {
	switch s.kind {
	case 'o':
		o, ok := v.(object)
		if !ok {
			return path + ": an object is expected"
		}
		for _, k := range slices.Sorted(maps.Keys(o)) {
			field := s.fields[k]
			if field == nil {
				return strings.TrimPrefix(path+"."+k, ".") + ": there is no such field"
			}
			if no := field.fits(strings.TrimPrefix(path+"."+k, "."), o[k]); no != "" {
				return no
			}
		}
		return ""
	case 'l':
		all, ok := v.([]any)
		if !ok {
			return path + ": a list is expected"
		}
		for i, one := range all {
			if no := s.item.fits(path+"["+strconv.Itoa(i)+"]", one); no != "" {
				return no
			}
		}
		return ""
	}
	_, isObject := v.(object)
	_, isList := v.([]any)
	_, isBool := v.(bool)
	switch {
	case v == nil, isObject, isList:
		return path + ": a plain value is expected"
	case s.kind == '#' && !isInt(v):
		return path + ": a whole number is expected"
	case s.kind == '~' && !isDecimal(v):
		return path + ": a number is expected"
	case s.kind == '?' && !isBool && str(object{"v": v}, "v") != "true" && str(object{"v": v}, "v") != "false":
		return path + ": true or false is expected"
	}
	return ""
}
