package cdektest

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
)

// static is the first check of an order, before it is accepted or changed.
func (s *Server) static(b object) *refusal {
	number := str(b, "number")
	for _, r := range number {
		if r > '~' {
			return refuse("v2_invalid_format", "Invalid value ["+number+"] in [number] parameter")
		}
	}
	from, to, packages := obj(b, "from_location"), obj(b, "to_location"), list(b, "packages")
	office, point := str(b, "shipment_point"), str(b, "delivery_point")
	for _, rule := range []struct {
		broken        bool
		code, message string
	}{
		{num(b, "tariff_code") == 0, "v2_field_is_empty", "[tariff_code] is empty"},
		{str(obj(b, "recipient"), "name") == "", "v2_field_is_empty", "[recipient] is empty"},
		{len(packages) == 0, "v2_field_is_empty", "[packages] is empty"},
		{office != "" && from != nil, "v2_shipment_address_multivalued", "Both shipment_point and from_location are given"},
		{point != "" && to != nil, "v2_delivery_address_multivalued", "Both delivery_point and to_location are given"},
		{from != nil && str(from, "address") == "", "v2_field_is_empty", "[from_location.address] is empty"},
		{to != nil && str(to, "address") == "", "v2_field_is_empty", "[to_location.address] is empty"},
		{office == "" && s.located(from) == nil, "v2_sender_location_not_recognized", "Sender location is not recognized"},
		{point == "" && s.located(to) == nil, "v2_recipient_location_not_recognized", "Recipient location is not recognized"},
		{len(packages) > 255, "v2_invalid_format", "Invalid value in [packages] parameter"},
	} {
		if rule.broken {
			return refuse(rule.code, rule.message)
		}
	}
	lines := 0
	for _, p := range packages {
		if num(p, "weight") == 0 {
			return refuse("v2_field_is_empty", "[packages.weight] is empty")
		}
		for _, i := range list(p, "items") {
			lines++
			switch {
			case obj(i, "payment") == nil:
				return refuse("v2_field_is_empty", "[packages.items.payment] is empty")
			case str(i, "marking") != "" && num(i, "amount") != 1:
				return refuse("v2_order_item_amount_incorrect", "[packages.items.amount] must be 1 for a marked item")
			}
		}
		if num(b, "type") != 2 && len(list(p, "items")) == 0 {
			return refuse("v2_field_is_empty", "[packages.items] is empty")
		}
	}
	if lines > 126 {
		return refuse("v2_number_items_is_more_126", "Number of items is more than 126")
	}
	return nil
}

// located returns the city of a location: by its code, else by its name. A postal code alone is not enough, as often
// with the vendor.
func (s *Server) located(l object) object { return s.city(num(l, "code"), str(l, "city")) }

// core is the second check of an order, in the background.
func (s *Server) core(o *order) (errors []object) {
	b := o.body
	no := func(broken bool, code, message string) {
		if broken {
			errors = append(errors, problem(code, message))
		}
	}
	number := str(b, "number")
	no(number != "" && slices.ContainsFunc(s.orders, func(other *order) bool {
		return other.uuid != o.uuid && other.holds() && other.cdek != "" && str(other.body, "number") == number
	}), "error_validate_im_dep_number_has_already_had_integration", "Введенный номер отправления ИМ не уникальный. Введите уникальный номер.")
	tariff, known := s.tariffs[num(b, "tariff_code")]
	if !known {
		return append(errors, unavailable)
	}
	no(num(b, "type") == 2 && tariff.ShopOnly, "err_invalid_tariff_with_ordertype", "Несоответствие выбранной услуги типу заказа")
	if !tariff.serves(s.cityOf(b, "shipment_point", "from_location"), s.cityOf(b, "delivery_point", "to_location")) {
		errors = append(errors, unavailable)
	}
	s.recipient(b, no)
	point := str(b, "delivery_point")
	toDoor := tariff.Mode == 1 || tariff.Mode == 3 || tariff.Mode == 8
	place := s.point(point)
	no(toDoor && point != "", "err_pvz_with_tariff_mistake", "Тариф до двери несовместим с ПВЗ")
	no(!toDoor && point == "", "ve_receiver_pickup_point_empty", "Не указан ПВЗ получателя")
	no(!toDoor && point != "" && place == nil, "ve_receiver_pickup_point_incorrect", "ПВЗ получателя указан неверно")
	locker := tariff.Mode == 6 || tariff.Mode == 7 || tariff.Mode == 10
	no(locker && len(list(b, "packages")) > 1, "error_validate_postamat_package_count", "В постамат можно отправить только одно место")
	no(locker && place != nil && str(place, "type") != "POSTAMAT", "error_validate_postamat_pvz_not_postamat", "Указанный ПВЗ не является постаматом")
	s.goods(b, no)
	grams := 0
	for _, p := range list(b, "packages") {
		grams += num(p, "weight")
	}
	heavy := locker && grams > 15000 // lockers take 15 kilograms
	no(heavy, "error_validate_postamat_package_weight", "Вес места превышает допустимый для постамата")
	no(!heavy && grams > tariff.MaxGrams, "ve_package_weight_too_large", "Вес места слишком велик")
	s.services(b, no)
	return errors
}

// report records a broken rule.
type report = func(broken bool, code, message string)

// cityOf returns the city of one end of an order: that of its office, or of its address.
func (s *Server) cityOf(b object, point, place string) int {
	if p := s.point(str(b, point)); p != nil {
		return num(obj(p, "location"), "city_code")
	}
	return num(s.located(obj(b, place)), "code")
}

var (
	phones = regexp.MustCompile(`^\+(?:7\d{10}|[^7\D]\d{9,14})$`)
	digits = regexp.MustCompile(`^\d+$`)
)

// recipient checks a person's name and telephone numbers.
func (s *Server) recipient(b object, no report) {
	who := obj(b, "recipient")
	name := str(who, "name")
	no(strings.Contains(name, "/"), "error_validate_receiver_name_incorrect_symbol", "Имя получателя содержит недопустимые символы")
	no(digits.MatchString(name), "error_validate_receiver_name_only_digits", "Имя получателя не может состоять только из цифр")
	for _, p := range list(who, "phones") {
		phone := str(p, "number")
		no(!phones.MatchString(phone), "ve_receiver_phone_type_incorrect", "Телефон получателя указан неверно: "+phone)
	}
}

// goods checks packages and items.
func (s *Server) goods(b object, no report) {
	numbers := map[string]bool{}
	for _, p := range list(b, "packages") {
		n := str(p, "number")
		no(numbers[n], "error_validate_package_number_not_unique", "Номер места "+n+" не уникален")
		numbers[n] = true
		sizes := 0
		for _, k := range []string{"length", "width", "height"} {
			sizes += min(max(num(p, k), 0), 1)
		}
		no(sizes != 3 && (sizes != 0 || num(p, "weight") >= 100), "error_validate_package_one_of_size_is_zero", "Один из размеров места равен нулю")
		keys := map[string]bool{}
		for _, i := range list(p, "items") {
			k := str(i, "ware_key")
			no(keys[k], "error_validate_package_article_not_unique", "Артикул "+k+" не уникален в месте")
			keys[k] = true
			n := num(i, "amount")
			no(n < 1 || n > 999, "error_validate_package_im_wrong_amount", "Количество должно быть от 1 до 999")
			if num(b, "type") != 2 {
				vat(obj(i, "payment"), no)
			}
		}
	}
}

// vat checks the VAT of a payment.
func vat(p object, no report) {
	value := dec(p, "value")
	if value.Sign() <= 0 {
		return
	}
	rate, said := p["vat_rate"]
	no(!said, "error_validate_good_vat_rate_is_not_selected", "Не выбрана ставка НДС")
	no(rate != nil && p["vat_sum"] == nil, "error_validate_good_vat_rate_sum_empty", "Не указана сумма НДС")
	if rate != nil && p["vat_sum"] != nil {
		r := dec(p, "vat_rate")
		want := new(big.Rat).Mul(value, new(big.Rat).Quo(r, new(big.Rat).Add(r, big.NewRat(100, 1))))
		off := new(big.Rat).Sub(want, dec(p, "vat_sum"))
		no(off.Abs(off).Cmp(big.NewRat(1, 100)) > 0, "error_validate_good_vat_rate_sum_not_appropriate", "Сумма НДС не соответствует ставке")
	}
}

// services checks the additional services.
func (s *Server) services(b object, no report) {
	has := func(code string) bool {
		return slices.ContainsFunc(list(b, "services"), func(v object) bool { return str(v, "code") == code })
	}
	banned, pieces := has("BAN_ATTACHMENT_INSPECTION"), 0
	for _, p := range list(b, "packages") {
		for _, i := range list(p, "items") {
			pieces += num(i, "amount")
		}
	}
	part := has("PART_DELIV") && !s.settings.NoPartialDelivery
	no(has("PART_DELIV") && !part, "ve_as_part_deliv_forbidden", "Услуга «Частичная доставка» не разрешена договором")
	no(part && pieces < 2, "ve_as_part_deliv_count", "Для частичной доставки нужно не менее двух вложений")
	no(part && pieces > 1 && banned, "err_addservice_ban_attachment_inspection_incompatible_part_deliv", "Услуги несовместимы")
	no(banned && has("TRYING_ON"), "err_addservice_ban_attachment_inspection_incompatible_trying_on", "Услуги несовместимы")
}
