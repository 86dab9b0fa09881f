package retailcrmtest

import (
	"slices"
	"strings"
)

// What entities are written with, by the vendor's documentation. Of what a module keeps with an order each has its own.
var (
	addressNames = strings.Fields(`index countryIso region regionId city cityId cityType street streetId streetType building flat floor
		block house housing metro notes text intercomCode`)
	itemNames = strings.Fields(`id externalId externalIds[].code externalIds[].value initialPrice discountManualAmount
		discountManualPercent vatRate createdAt quantity comment properties.* purchasePrice offer.id offer.externalId offer.xmlId
		productName status priceType.code markingCodes ordering`)
	paymentNames = strings.Fields(`externalId amount paidAt comment type status order.id order.externalId order.number`)
	orderNames   = slices.Concat(strings.Fields(`number externalId countryIso createdAt discountManualAmount discountManualPercent mark
		lastName firstName patronymic phone additionalPhone email call expired customerComment managerComment contragent.*
		statusComment weight length width height shipmentStore shipmentDate shipped customFields.* orderType orderMethod customer.*
		contact.* company.* managerId status source.source source.medium source.campaign source.keyword source.content
		marketplace.code marketplace.orderId currency privilegeType applyRound dialogId delivery.code delivery.integrationCode
		delivery.data.* delivery.service.code delivery.service.name delivery.service.deliveryType delivery.service.active
		delivery.cost delivery.netCost delivery.date delivery.time.from delivery.time.to delivery.time.custom delivery.vatRate`),
		under("delivery.address.", addressNames), under("items[].", itemNames), under("payments[].", paymentNames))
	packNames        = strings.Fields(`itemId store quantity purchasePrice shipmentDate invoiceNumber deliveryNoteNumber`)
	customFieldNames = strings.Fields(`code name type entity required inFilter inList inGroupActions default defaultTyped ordering displayArea
		viewMode dictionary`)
	dictionaryNames = strings.Fields(`code name elements[].code elements[].name elements[].ordering`)
	moduleNames     = strings.Fields(`code integrationCode active freeze name logo clientId baseUrl accountUrl actions.* availableCountries
		native integrations.*`)
	entryNames = slices.Concat(strings.Fields(`id code name active ordering group process statuses createdAt cancelStatus
		orderStatusByProductStatus orderStatusForProductStatus isDynamicCostCalculation isAutoCostCalculation isAutoNetCostCalculation
		isCostDependsOnRegionAndWeightAndSum isCostDependsOnDateTime defaultForCrm defaultForApi isFromPos defaultCost defaultNetCost description
		integrationCode integrationModule.* deliveryServices.* deliveryType paymentTypes.* paymentStatuses sites vatRate paymentComplete
		defaultTaxCode url phones zip email inventoryType type contact workTime.* legalEntity phone.* firstName lastName patronymic sym default groups geo
		currency countryIso externalId xmlId contragent.* catalogId isDemo manualConversionNominal manualConversionValue autoConvertExtraPercent
		isAutoConvert isBase symbol isDefault`), under("address.", addressNames))
	idNames       = []string{"id", "externalId"}
	linkNames     = []string{"comment", "orders[].id", "orders[].externalId", "orders[].number"}
	trackingNames = strings.Fields(`deliveryId trackNumber cost history[].code history[].updatedAt history[].comment extraData.*`)
)

func under(prefix string, names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = prefix + n
	}
	return out
}
