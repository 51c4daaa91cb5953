import { addCopyButtons } from '../../app/copy-buttons.js';
import { chooseTwo } from './choose-two.js';
import { followCampaign } from './follow-campaign.js';
import { searchAsTyped } from './search-as-typed.js';

// Pages about many runs can be read and used without this.
addCopyButtons();
searchAsTyped();
chooseTwo();
followCampaign();
document.documentElement.dataset['ready'] = 'true';
