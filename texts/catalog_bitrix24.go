package texts

// bitrix24System is what the port to Bitrix24 says to people: in fields of a deal, and why an effect is refused.
func bitrix24System() []entry {
	return []entry{
		{"%s free, %s reserved for the order", "свободно %s, в резерве по заказу %s", "вільно %s, у резерві за замовленням %s", "wolne %s, zarezerwowane do zamówienia %s"},
		{
			"nobody in the portal is named for notices to %s: add them to the settings, people or responsible",
			"в портале никто не назван для уведомлений (%s): добавьте в настройки people или responsible",
			"у порталі нікого не названо для сповіщень (%s): додайте до налаштувань people або responsible",
			"w portalu nikt nie jest wskazany dla powiadomień (%s): dodaj w ustawieniach people lub responsible",
		},
	}
}
