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
	switch {
	case num(b, "tariff_code") == 0:
		return refuse("v2_field_is_empty", "[tariff_code] is empty")
	case obj(b, "recipient") == nil || str(obj(b, "recipient"), "name") == "":
		return refuse("v2_field_is_empty", "[recipient] is empty")
	case len(list(b, "packages")) == 0:
		return refuse("v2_field_is_empty", "[packages] is empty")
	case str(b, "shipment_point") != "" && obj(b, "from_location") != nil:
		return refuse("v2_shipment_address_multivalued", "Both shipment_point and from_location are given")
	case str(b, "delivery_point") != "" && obj(b, "to_location") != nil:
		return refuse("v2_delivery_address_multivalued", "Both delivery_point and to_location are given")
	case obj(b, "from_location") != nil && str(obj(b, "from_location"), "address") == "":
		return refuse("v2_field_is_empty", "[from_location.address] is empty")
	case obj(b, "to_location") != nil && str(obj(b, "to_location"), "address") == "":
		return refuse("v2_field_is_empty", "[to_location.address] is empty")
	case str(b, "shipment_point") == "" && s.located(obj(b, "from_location")) == nil:
		return refuse("v2_sender_location_not_recognized", "Sender location is not recognized")
	case str(b, "delivery_point") == "" && s.located(obj(b, "to_location")) == nil:
		return refuse("v2_recipient_location_not_recognized", "Recipient location is not recognized")
	case len(list(b, "packages")) > 255:
		return refuse("v2_invalid_format", "Invalid value in [packages] parameter")
	}
	lines := 0
	for _, p := range list(b, "packages") {
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

// located is the city of a location: by its code, else by its name. A postal code alone finds nothing here, as it often
// does at the vendor's.
func (s *Server) located(l object) object { return s.city(num(l, "code"), str(l, "city")) }

// core is the second check of an order, in the background.
func (s *Server) core(o *order) (errors []object) {
	b := o.body
	no := func(code, message string) { errors = append(errors, problem(code, message)) }
	if n := str(b, "number"); n != "" {
		for _, other := range s.orders {
			if other.uuid != o.uuid && other.holds() && other.cdek != "" && str(other.body, "number") == n {
				no("error_validate_im_dep_number_has_already_had_integration",
					"Введенный номер отправления ИМ не уникальный. Введите уникальный номер.")
				break
			}
		}
	}
	tariff, known := s.tariffs[num(b, "tariff_code")]
	if !known {
		no("err_result_service_empty", "По данному направлению при заданных условиях выбранный тариф недоступен")
		return errors
	}
	if num(b, "type") == 2 && tariff.ShopOnly {
		no("err_invalid_tariff_with_ordertype", "Несоответствие выбранной услуги типу заказа")
	}
	if !tariff.serves(s.cityOf(b, "shipment_point", "from_location"), s.cityOf(b, "delivery_point", "to_location")) {
		no("err_result_service_empty", "По данному направлению при заданных условиях выбранный тариф недоступен")
	}
	s.recipient(b, no)
	point := str(b, "delivery_point")
	toDoor := tariff.Mode == 1 || tariff.Mode == 3 || tariff.Mode == 8
	place := s.point(point)
	switch {
	case toDoor && point != "":
		no("err_pvz_with_tariff_mistake", "Тариф до двери несовместим с ПВЗ")
	case !toDoor && point == "":
		no("ve_receiver_pickup_point_empty", "Не указан ПВЗ получателя")
	case !toDoor && place == nil:
		no("ve_receiver_pickup_point_incorrect", "ПВЗ получателя указан неверно")
	}
	locker := tariff.Mode == 6 || tariff.Mode == 7 || tariff.Mode == 10
	if locker && len(list(b, "packages")) > 1 {
		no("error_validate_postamat_package_count", "В постамат можно отправить только одно место")
	}
	if locker && place != nil && str(place, "type") != "POSTAMAT" {
		no("error_validate_postamat_pvz_not_postamat", "Указанный ПВЗ не является постаматом")
	}
	s.goods(b, no)
	s.weigh(b, tariff, locker, no)
	s.services(b, no)
	return errors
}

// cityOf is the city of one end of an order: that of its office, or of its address.
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
func (s *Server) recipient(b object, no func(code, message string)) {
	who := obj(b, "recipient")
	name := str(who, "name")
	switch {
	case strings.Contains(name, "/"):
		no("error_validate_receiver_name_incorrect_symbol", "Имя получателя содержит недопустимые символы")
	case digits.MatchString(name):
		no("error_validate_receiver_name_only_digits", "Имя получателя не может состоять только из цифр")
	}
	for _, p := range list(who, "phones") {
		if !phones.MatchString(str(p, "number")) {
			no("ve_receiver_phone_type_incorrect", "Телефон получателя указан неверно: "+str(p, "number"))
		}
	}
}

// weigh checks what an order weighs: lockers take 15 kilograms.
func (s *Server) weigh(b object, t *Tariff, locker bool, no func(code, message string)) {
	grams := 0
	for _, p := range list(b, "packages") {
		grams += num(p, "weight")
	}
	switch {
	case locker && grams > 15000:
		no("error_validate_postamat_package_weight", "Вес места превышает допустимый для постамата")
	case grams > t.MaxGrams:
		no("ve_package_weight_too_large", "Вес места слишком велик")
	}
}

// goods checks packages and items.
func (s *Server) goods(b object, no func(code, message string)) {
	var numbers []string
	for _, p := range list(b, "packages") {
		if n := str(p, "number"); slices.Contains(numbers, n) {
			no("error_validate_package_number_not_unique", "Номер места "+n+" не уникален")
		} else {
			numbers = append(numbers, n)
		}
		sizes := 0
		for _, k := range []string{"length", "width", "height"} {
			if num(p, k) > 0 {
				sizes++
			}
		}
		if sizes != 3 && (sizes != 0 || num(p, "weight") >= 100) {
			no("error_validate_package_one_of_size_is_zero", "Один из размеров места равен нулю")
		}
		var keys []string
		for _, i := range list(p, "items") {
			if k := str(i, "ware_key"); slices.Contains(keys, k) {
				no("error_validate_package_article_not_unique", "Артикул "+k+" не уникален в месте")
			} else {
				keys = append(keys, k)
			}
			if n := num(i, "amount"); n < 1 || n > 999 {
				no("error_validate_package_im_wrong_amount", "Количество должно быть от 1 до 999")
			}
			if num(b, "type") != 2 {
				vat(obj(i, "payment"), no)
			}
		}
	}
}

// vat checks the VAT of a payment.
func vat(p object, no func(code, message string)) {
	value := dec(p, "value")
	if value.Sign() <= 0 {
		return
	}
	rate, said := p["vat_rate"]
	switch {
	case !said:
		no("error_validate_good_vat_rate_is_not_selected", "Не выбрана ставка НДС")
	case rate == nil:
	case p["vat_sum"] == nil:
		no("error_validate_good_vat_rate_sum_empty", "Не указана сумма НДС")
	default:
		r := dec(p, "vat_rate")
		want := new(big.Rat).Mul(value, new(big.Rat).Quo(r, new(big.Rat).Add(r, big.NewRat(100, 1))))
		off := new(big.Rat).Sub(want, dec(p, "vat_sum"))
		if off.Abs(off).Cmp(big.NewRat(1, 100)) > 0 {
			no("error_validate_good_vat_rate_sum_not_appropriate", "Сумма НДС не соответствует ставке")
		}
	}
}

// services checks the additional services.
func (s *Server) services(b object, no func(code, message string)) {
	var codes []string
	for _, v := range list(b, "services") {
		codes = append(codes, str(v, "code"))
	}
	if slices.Contains(codes, "PART_DELIV") {
		pieces := 0
		for _, p := range list(b, "packages") {
			for _, i := range list(p, "items") {
				pieces += num(i, "amount")
			}
		}
		switch {
		case s.settings.NoPartialDelivery:
			no("ve_as_part_deliv_forbidden", "Услуга «Частичная доставка» не разрешена договором")
		case pieces < 2:
			no("ve_as_part_deliv_count", "Для частичной доставки нужно не менее двух вложений")
		case slices.Contains(codes, "BAN_ATTACHMENT_INSPECTION"):
			no("err_addservice_ban_attachment_inspection_incompatible_part_deliv", "Услуги несовместимы")
		}
	}
	if slices.Contains(codes, "TRYING_ON") && slices.Contains(codes, "BAN_ATTACHMENT_INSPECTION") {
		no("err_addservice_ban_attachment_inspection_incompatible_trying_on", "Услуги несовместимы")
	}
}
