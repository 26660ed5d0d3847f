import { BarChart, HeatmapChart, ScatterChart } from 'echarts/charts';
import {
  DataZoomInsideComponent,
  GridComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
} from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

/**
 * The plotting library, of which this is the only module that knows it. It draws on a canvas, and
 * tooltips too, so that no text of a file ever becomes markup.
 */
use([
  BarChart,
  HeatmapChart,
  ScatterChart,
  DataZoomInsideComponent,
  GridComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
  CanvasRenderer,
]);

export type PlotOptions = EChartsCoreOption;

export interface Plot {
  readonly show: (options: PlotOptions) => void;
  /** Shows the part of both axes between these percentages. */
  readonly zoomTo: (start: number, end: number) => void;
  readonly dispose: () => void;
}

/** Draws in an element, and again whenever its size changes. */
export function createPlot(element: HTMLElement): Plot {
  const chart = init(element, null, { renderer: 'canvas' });
  const observer = new ResizeObserver(() => {
    chart.resize();
  });
  observer.observe(element);
  return {
    show: (options) => {
      chart.setOption(options, { notMerge: true });
    },
    zoomTo: (start, end) => {
      chart.dispatchAction({
        type: 'dataZoom',
        batch: [0, 1].map((dataZoomIndex) => ({ dataZoomIndex, start, end })),
      });
    },
    dispose: () => {
      observer.disconnect();
      chart.dispose();
    },
  };
}
