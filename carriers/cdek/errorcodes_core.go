package cdek

import "github.com/ordo-sdk/ordo"

// coreErrors are the codes of the system behind the API, by subject. Codes are spelled as they come; "=" separates a
// code from its field, if that is not the field of its group.
var coreErrors = []struct {
	meaning string
	field   string
	class   ordo.Class // 0 means Invalid
	codes   string
}{
	{"cash on delivery or its currency does not fit the contract, the city or the office", "packages.items.payment", 0, `
error_validate_order_cash_on_delivery_currency_invalid error_validate_order_cash_on_delivery_currency_not_equals_declared_cost
error_validate_declare_cost_currency_not_equals_payer_currency=packages.items.cost
error_validate_method_of_payment_receiver_city_limit_payment_exceeded error_validate_receiver_city_cash_limit
ve_currency_not_corresponds_to_contract ve_currency_not_corresponds_to_contragent ve_currency_not_corresponds_to_city`},

	{"the name or the phone of a person is not acceptable", "recipient", 0, `
error_validate_sender_name_incorrect_symbol=sender.name error_validate_sender_name_only_digits=sender.name
error_validate_receiver_name_incorrect_symbol=recipient.name error_validate_receiver_name_only_digits=recipient.name
ve_receiver_phone_type_incorrect=recipient.phones`},

	{"the office of delivery does not fit", "delivery_point", 0, `
ve_receiver_pickup_point_empty ve_receiver_pickup_point_incorrect ve_receiver_pickup_point_take_only
ve_receiver_pickup_point_wrong_city error_validate_receiver_delivery_point_calc_weight_small
error_validate_receiver_delivery_point_calc_weight_large ERR_PVZ_WEIGHT_LIMIT err_pvz_with_tariff_mistake=tariff_code
code_invalid`},

	{"a parcel locker cannot take this", "packages", 0, `
error_validate_package_count_to_pochtomat error_validate_postamat_package_count error_validate_postamat_package_weight
error_validate_postamat_pvz_not_postamat=delivery_point error_validate_delivery_detail_postamat_part_delivery=services`},

	{"a package or its goods are not acceptable", "packages.items", 0, `
ve_package_weight_too_small=packages.weight ve_package_weight_too_large=packages.weight
error_validate_package_number_not_unique=packages.number error_validate_package_number_has_alreasy_used=packages.number
error_validate_package_one_of_size_is_zero=packages error_validate_package_im_wrong_amount=packages.items.amount
error_validate_good_article_is_not_unique=packages.items.ware_key error_validate_package_article_not_unique=packages.items.ware_key
error_validate_good_article_has_already=packages.items.ware_key
error_validate_good_gros_weight_less_than_net_weight=packages.items.weight_gross
error_validate_good_label_count_is_over_limit=packages.items.amount error_validate_goods_label_count_is_over_limit=packages.items.amount
error_validate_good_invalid_label=packages.items.marking`},

	{"VAT or a threshold is missing or does not fit the sum", "packages.items.payment", 0, `
error_internal_cannot_set_vat error_validate_good_vat_rate_diff error_validate_good_vat_rate_is_not_selected=packages.items.payment.vat_rate
error_validate_good_vat_rate_sum_empty=packages.items.payment.vat_sum
error_validate_good_vat_rate_sum_not_appropriate=packages.items.payment.vat_sum error_validate_good_payment_not_suite
error_validate_online_shop_price_threshold_can_not_be_duplicate=delivery_recipient_cost_adv
error_validate_online_shop_price_threshold_surcharge_vat_sum_incorrect=delivery_recipient_cost_adv
error_validate_online_shop_price_threshold_cost_less_min_value=delivery_recipient_cost_adv
error_dsd_validate_vat_sum_difference_between=delivery_recipient_cost error_dsd_validate_vat_rate_code_incorrect=delivery_recipient_cost`},

	{"an additional service is not possible here", "services", 0, `
VE_ADDITIONAL_SERVICE_UNAVAILABLE ve_as_part_deliv_count ve_as_get_up_floor_any_checked err_addservice_getup_floor_elevator
ve_calc_as_order_type ve_calc_as_not_compatible err_addservice_ban_attachment_inspection_incompatible_part_deliv
err_addservice_ban_attachment_inspection_incompatible_trying_on error_validate_additional_service_param_declared_cost_is_required
error_validate_additional_service_param_unsupported_param error_validate_additional_service_param_cant_part_deliv_one_good
error_validate_additional_service_param_declared_cost_is_does_not_match_with_goods
error_validate_declared_cost_of_insurance_not_eq_to_dc_of_goods`},

	{"the contract does not allow it", "services", ordo.Unsupported, `
ve_as_forbidden ve_as_part_deliv_forbidden ve_as_reverse_contract_forbidden=has_reverse_order PA_17= ve_payer_contract_status_incorrect=`},

	{"a reverse order is not possible here", "has_reverse_order", 0, `
ve_as_reverse_only_to_door ve_as_reverse_sender_address_empty ve_reverse_straight_order_not_found ve_reverse_tariff_not_available
ie_reverse_mode_not_supported error_internal_reverse_overweight error_validate_reverse_deny_change_sender_city
error_validate_reverse_deny_change_sender_address`},

	{"another order has this number", "number", ordo.Conflict, codeDuplicateNumber + `
error_validate_online_shop_number_departure_is_not_unique`},

	{"the order cannot be deleted any more", "", ordo.Conflict, `
error_validate_order_delete_status error_validate_order_delete_documents_in_warehouse_is_not_empty
error_validate_order_delete_claims_is_not_empty`},

	{"too many orders at once", "orders", 0, `jv_the_number_of_orders_at_the_request_of_more_than_1000`},

	{"the tariff is not available for this", "tariff_code", 0, `
err_result_service_empty err_result_servicelist_empty error_validate_tariff_not_supported_for_this_direction
err_invalid_tariff_with_datetimeordersend err_invalid_tariff_with_ordertype err_invalid_tariff_with_dimentions`},

	{"the calculator failed", "", ordo.Retry, `error_calculator_calculate`},

	{"the courier cannot come then or there", "intake_date", 0, `
error_validate_courier_invitation_time_expired error_validate_build_ci_from_order= ve_ci_pickup_date_expired ve_ci_pickup_date_too_large
ve_ci_pickup_time_too_small=intake_time_from ve_ci_pickup_time_too_large=intake_time_to
ve_ci_pickup_time_selfcare_too_large=intake_time_to ve_ci_pickup_time_to_before_from=intake_time_to
ve_ci_pickup_lunch_too_small=lunch_time_from ve_ci_pickup_lunch_too_large=lunch_time_to
ve_ci_pickup_lunch_interval_incorrect=lunch_time_from ve_ci_pickup_lunch_interval_zero=lunch_time_to
ve_tariff_mode_not_from_door=tariff_code ve_tariff_mode_warehouse_unavailable=tariff_code`},

	{"the pick-up is in a state that does not allow it", "", ordo.Conflict, `ve_ci_status_for_change_date_incorrect`},

	{"the agreement about the delivery is not possible", "date", 0, `
error_validate_dd_date_delivery_before_order_date ve_delivery_time_empty=time_from`},

	{"the seller or the announced batch is not acceptable", "", 0, `
error_validate_online_shop_seller_ownership_form_incorrect=seller.ownership_form PA_02=planned_date PA_11=`},
}
